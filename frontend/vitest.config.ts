import { readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

const texts = new URL("../custom_components/dexcom_cgm/translations/en.json", import.meta.url);

export default defineConfig({
  plugins: [
    {
      name: "english-texts",
      resolveId: (id) => (id === "texts:en" ? "\0texts:en" : null),
      load: (id) =>
        id === "\0texts:en"
          ? `export default ${JSON.stringify(JSON.parse(readFileSync(texts, "utf8")).config_panel)}`
          : null,
    },
  ],
  test: { environment: "happy-dom", include: ["test/**/*.test.ts"] },
});
