/** The English texts of the cards, for the build and the tests. */

import { readFileSync } from "node:fs";

const path = new URL("../custom_components/dexcom_cgm/translations/en.json", import.meta.url);

/** Return the texts as JSON, without those of the report, whose page brings its own. */
export function englishTexts() {
  const { report: _, ...texts } = JSON.parse(readFileSync(path, "utf8")).config_panel;
  return JSON.stringify(texts);
}
