/** Show the report with made-up data; the address chooses which. */

import { show } from "../src/report/index";
import { type Kind, reportData, type Words } from "./report_data";

const query = new URLSearchParams(location.search);
const data = reportData({
  kind: (query.get("kind") ?? "full") as Kind,
  unit: query.has("mmol") ? "mmol/L" : "mg/dL",
  targets: query.get("targets") ?? "most_adults",
  language: query.get("language") ?? "en",
  words: (query.get("words") ?? "english") as Words,
});

document.documentElement.lang = data.language;
document.documentElement.dir = data.rtl ? "rtl" : "ltr";
const fixture = document.getElementById("fixture");
if (fixture) fixture.textContent = JSON.stringify(data);
show(data);
