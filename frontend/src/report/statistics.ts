/** Averages and variability. */

import { html, nothing, type TemplateResult } from "lit";
import { leftToRight } from "../core/format";
import { beyondSensor } from "../core/glucose";
import { type Extreme, glucoseText, percentText, type Report } from "./data";

/** Glucose is stable up to this coefficient of variation, in percent. */
const STABLE_CV = 36;

/** Format a reading; what lies beyond the sensor's range is LOW or HIGH. */
function extremeText({ data, format, t }: Report, found: Extreme | null): string {
  if (!found) return "–";
  const words = { low: t("value.low"), high: t("value.high") };
  const shown = format.reading(found.value, data.unit, words);
  return beyondSensor(found.value) ? shown : `${shown} ${data.unit}`;
}

export function statistics(report: Report): TemplateResult {
  const { data, format, t } = report;
  const quartiles =
    data.q1 === null || data.q3 === null
      ? "–"
      : `${leftToRight(`${format.glucose(data.q1, data.unit)}–${format.glucose(data.q3, data.unit)}`)} ${data.unit}`;
  const when = (found: Extreme | null) => (found ? format.dateTime(found.time) : "");
  const gmiNote = data.gmi === null ? "" : t("report.gmi_note");
  const rows: [string, string, string][] = [
    [t("range.mean"), glucoseText(report, data.mean), ""],
    [t("report.gmi"), percentText(report, data.gmi), gmiNote],
    [
      t("report.cv"),
      percentText(report, data.variability),
      t("report.cv_stable", { limit: format.percent(STABLE_CV) }),
    ],
    [t("report.sd"), glucoseText(report, data.standard_deviation), ""],
    [t("report.median"), glucoseText(report, data.median), ""],
    [t("report.quartiles"), quartiles, ""],
    [t("report.lowest"), extremeText(report, data.lowest), when(data.lowest)],
    [t("report.highest"), extremeText(report, data.highest), when(data.highest)],
  ];
  return html`<section class="statistics">
    <h2>${t("report.statistics")}</h2>
    <dl>
      ${rows.map(
        ([name, value, note]) => html`<div>
          <dt>${name} ${note ? html`<small>${note}</small>` : nothing}</dt>
          <dd>${value}</dd>
        </div>`,
      )}
    </dl>
  </section>`;
}
