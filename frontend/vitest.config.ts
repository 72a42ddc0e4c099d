import { defineConfig } from "vitest/config";
import { englishTexts } from "./texts.mjs";

export default defineConfig({
  plugins: [
    {
      name: "english-texts",
      resolveId: (id) => (id === "texts:en" ? "\0texts:en" : null),
      load: (id) => (id === "\0texts:en" ? `export default ${englishTexts()}` : null),
    },
  ],
  test: { environment: "happy-dom", include: ["test/**/*.test.ts"] },
});
