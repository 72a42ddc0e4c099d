/** Build the cards into the integration's folder, check the built file, or build or serve the development page. */

import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, context } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const integration = `${here}../custom_components/dexcom_cgm/`;
const target = `${integration}frontend/dexcom-cgm-cards.js`;

/** Provide the English texts of the cards as the module "texts:en". */
const englishTexts = {
  name: "english-texts",
  setup({ onResolve, onLoad }) {
    const path = `${integration}translations/en.json`;
    onResolve({ filter: /^texts:en$/ }, () => ({ path, namespace: "texts" }));
    onLoad({ filter: /.*/, namespace: "texts" }, () => ({
      contents: JSON.stringify(JSON.parse(readFileSync(path, "utf8")).config_panel),
      loader: "json",
      watchFiles: [path],
    }));
  },
};

/** Remove indentation from the templates: it is more than a tenth of the built file. */
const smallTemplates = {
  name: "small-templates",
  setup({ onLoad }) {
    onLoad({ filter: /src\/elements\/.*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(/\n\s+/g, "\n"),
      loader: "ts",
    }));
  },
};

const options = {
  absWorkingDir: here,
  entryPoints: ["src/index.ts"],
  outfile: target,
  bundle: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  minify: true,
  legalComments: "eof",
  logLevel: "warning",
  write: false,
  plugins: [englishTexts, smallTemplates],
};

const page = {
  ...options,
  entryPoints: ["dev/page.ts"],
  outfile: `${here}dev/page.js`,
  minify: false,
  sourcemap: "inline",
};

const mode = process.argv[2] ?? "";
if (mode === "--page") {
  await build({ ...page, write: true });
} else if (mode === "--serve") {
  const serving = await context(page);
  const { port } = await serving.serve({ servedir: `${here}dev`, host: "127.0.0.1", port: 8124 });
  console.log(`http://127.0.0.1:${port}/`);
} else {
  const { outputFiles } = await build(options);
  const built = outputFiles[0].text;
  if (mode === "--check") {
    if (readFileSync(target, "utf8") !== built) {
      console.error("The built cards differ from their sources: run scripts/frontend build");
      process.exit(1);
    }
  } else {
    writeFileSync(target, built);
  }
  console.log(`${built.length} bytes, ${gzipSync(built, { level: 9 }).length} gzipped`);
}
