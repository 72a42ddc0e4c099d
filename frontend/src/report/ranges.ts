/** Time in the five ranges, with goals. */

import { html, nothing, svg, type TemplateResult } from "lit";
import { goalOf, goalText, limitsText, shareText, sumText } from "../core/bands";
import { LIGHT } from "../core/palette";
import { check } from "../elements/glyphs";
import type { Band, BandKey, Goal } from "../protocol";
import { type Report, SUFFICIENT } from "./data";

interface Form {
  color: string;
  /** Which way the lines of the hatching lean, and how wide they are; solid where there are none. */
  lean?: "forward" | "backward";
  width?: number;
}

/** Forms of the ranges that differ without color. */
const FORMS: Record<BandKey, Form> = {
  very_low: { color: LIGHT["very-low"], lean: "forward", width: 4 },
  low: { color: LIGHT.low, lean: "forward", width: 1.8 },
  in_range: { color: LIGHT["in-range"] },
  high: { color: LIGHT.high, lean: "backward", width: 1.8 },
  very_high: { color: LIGHT["very-high"], lean: "backward", width: 4 },
};

/** The widest bar on a screen and its height, in pixels. The drawing is cut off at its box. */
const WIDEST = 800;
const HEIGHT = 40;

/** Return the lines of a hatching as a path: a pattern would be printed as a coarse image. */
function hatching(lean: "forward" | "backward", width: number): string {
  const [from, by] = lean === "forward" ? [HEIGHT, -HEIGHT] : [0, HEIGHT];
  let path = "";
  for (let start = -HEIGHT; start < width; start += 7) path += `M${start} ${from}l${HEIGHT} ${by}`;
  return path;
}

/** Draw a box in the form of a range. */
function box(key: BandKey, name: string, width: number): TemplateResult {
  const { color, lean, width: lineWidth } = FORMS[key];
  return html`<svg class=${name} aria-hidden="true" fill=${lean ? "#fff" : color} stroke=${color}>
    <rect width="100%" height="100%" />
    ${lean ? svg`<path d=${hatching(lean, width)} stroke-width=${lineWidth} />` : nothing}
  </svg>`;
}

function bar({ data, format }: Report): TemplateResult {
  return html`<div class="bar" aria-hidden="true" dir="ltr">
    ${data.bands.map((band) =>
      band.share
        ? html`<div class="part" style="flex-grow:${band.share}">
            ${box(band.key, "fill", WIDEST)}
            ${
              band.key === "in_range" && band.share > 12
                ? html`<span>${shareText(band, goalOf(band, data.goals), format)}</span>`
                : nothing
            }
          </div>`
        : nothing,
    )}
  </div>`;
}

function goalCell({ format, t }: Report, goal: Goal, band: Band): TemplateResult {
  const isMet = goal.is_met;
  return html`<div class="goal">
    <span>${goalText(goal, band, format, t)}<small>${sumText(goal, band, format)}</small></span>
    ${
      isMet === null
        ? nothing
        : html`<span class="met">${check(isMet)} ${t(isMet ? "range.met" : "range.unmet")}</span>`
    }
  </div>`;
}

function row(report: Report, band: Band): TemplateResult {
  const { data, format, t } = report;
  const goal = goalOf(band, data.goals);
  return html`<tr class=${band.key}>
    <th scope="row">
      ${box(band.key, "swatch", HEIGHT)} ${t(`bands.${band.key}`)}
      <small>${limitsText(band, format, data.unit)}</small>
    </th>
    <td class="number"><b>${shareText(band, goal, format)}</b></td>
    <td class="number">
      ${
        band.minutes_per_day === null
          ? "–"
          : t("range.per_day", { time: format.duration(band.minutes_per_day) })
      }
    </td>
    <td>${goal ? goalCell(report, goal, band) : nothing}</td>
  </tr>`;
}

export function ranges(report: Report): TemplateResult {
  const { data, t } = report;
  return html`<section class="ranges">
    <h2>
      ${t("range.title")}
      <small>${t("form.targets")}: ${t(`form.targets_${data.targets}`)} · ${data.unit}</small>
    </h2>
    ${bar(report)}
    <table>
      <thead class="hidden">
        <tr>
          <th scope="col">${t("range.band")}</th>
          <th scope="col">${t("range.share")}</th>
          <th scope="col">${t("report.average")}</th>
          <th scope="col">${t("range.goal")}</th>
        </tr>
      </thead>
      <tbody>
        ${data.bands.map((band) => row(report, band)).reverse()}
      </tbody>
    </table>
    ${data.is_sufficient ? nothing : html`<p class="note">${insufficient(report)}</p>`}
  </section>`;
}

function insufficient({ format, t }: Report): string {
  const needed = {
    days: format.count(SUFFICIENT.days, "day", "long"),
    share: format.percent(SUFFICIENT.share),
  };
  return `${t("range.insufficient")} ${t("report.needed", needed)}`;
}
