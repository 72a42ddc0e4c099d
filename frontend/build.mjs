/** Build cards and report into the integration's folder, check the built files, or build or serve the development pages. */

import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, context, transform } from "esbuild";
import { englishTexts as english } from "./texts.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const integration = `${here}../custom_components/dexcom_cgm/`;
const bundles = [
  { entry: "src/index.ts", format: "esm", target: `${integration}frontend/dexcom-cgm-cards.js` },
  // A script within the page, not a module.
  {
    entry: "src/report/index.ts",
    format: "iife",
    target: `${integration}frontend/dexcom-cgm-report.js`,
  },
];

/** Provide the English texts of the cards as the module "texts:en". */
const englishTexts = {
  name: "english-texts",
  setup({ onResolve, onLoad }) {
    const path = `${integration}translations/en.json`;
    onResolve({ filter: /^texts:en$/ }, () => ({ path, namespace: "texts" }));
    onLoad({ filter: /.*/, namespace: "texts" }, () => ({
      contents: english(),
      loader: "json",
      watchFiles: [path],
    }));
  },
};

/** Remove indentation from the templates: it is more than a tenth of the built file. */
const smallTemplates = {
  name: "small-templates",
  setup({ onLoad }) {
    onLoad({ filter: /src\/(elements|report)\/.*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(/\n\s+/g, "\n"),
      loader: "ts",
    }));
  },
};

/** Provide style sheets as text. */
const styleSheets = {
  name: "style-sheets",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const source = readFileSync(path, "utf8");
      const { code } = await transform(source, { loader: "css", minify: true });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

const options = {
  absWorkingDir: here,
  bundle: true,
  target: "es2022",
  charset: "utf8",
  minify: true,
  legalComments: "eof",
  logLevel: "warning",
  write: false,
  plugins: [englishTexts, smallTemplates, styleSheets],
};

const page = {
  ...options,
  entryPoints: ["dev/page.ts", "dev/report_page.ts"],
  outdir: `${here}dev`,
  format: "esm",
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
  for (const { entry, format, target } of bundles) {
    const bundle = { ...options, entryPoints: [entry], format, outfile: target };
    const { outputFiles } = await build(bundle);
    const built = outputFiles[0].text;
    if (mode !== "--check") {
      writeFileSync(target, built);
    } else if (readFileSync(target, "utf8") !== built) {
      console.error(`${target} differs from its sources: run scripts/frontend build`);
      process.exit(1);
    }
    const size = gzipSync(built, { level: 9 }).length;
    console.log(`${entry}: ${built.length} bytes, ${size} gzipped`);
  }
}
