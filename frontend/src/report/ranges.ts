/** Time in the five ranges, with goals. */

import { html, nothing, svg, type TemplateResult } from "lit";
import { goalOf, goalText, limitsText, shareText, sumText } from "../core/bands";
import { LIGHT } from "../core/palette";
import { check } from "../elements/glyphs";
import type { Band, BandKey, Goal } from "../protocol";
import { type Report, SUFFICIENT } from "./data";

/** Forms of the ranges that differ without color: angle of the hatching and width of its lines. */
const HATCHES: Record<BandKey, { color: string; angle: number; white: number } | string> = {
  very_low: { color: LIGHT["very-low"], angle: 45, white: 1 },
  low: { color: LIGHT.low, angle: 45, white: 3.2 },
  in_range: LIGHT["in-range"],
  high: { color: LIGHT.high, angle: -45, white: 3.2 },
  very_high: { color: LIGHT["very-high"], angle: -45, white: 1 },
};

/** Return the fills of the ranges, to be used by all drawings of the page. */
export function fills(): TemplateResult {
  return html`<svg class="fills" width="0" height="0" aria-hidden="true">
    <defs>
      ${Object.entries(HATCHES).map(([key, hatch]) =>
        typeof hatch === "string"
          ? nothing
          : svg`<pattern id="fill-${key}" width="5" height="5" patternUnits="userSpaceOnUse"
              patternTransform="rotate(${hatch.angle})">
              <path fill=${hatch.color} d="M0 0h5v5h-5z" />
              <path fill="#fff" d="M0 0h${hatch.white}v5h-${hatch.white}z" />
            </pattern>`,
      )}
    </defs>
  </svg>`;
}

function fill(key: BandKey): string {
  const hatch = HATCHES[key];
  return typeof hatch === "string" ? hatch : `url(#fill-${key})`;
}

/** Draw a rectangle that fills its box in the form of a range. */
function swatch(key: BandKey, name: string): TemplateResult {
  const outline = HATCHES[key];
  const color = typeof outline === "string" ? outline : outline.color;
  return html`<svg class=${name} aria-hidden="true">
    <rect width="100%" height="100%" fill=${fill(key)} stroke=${color} />
  </svg>`;
}

function bar({ data, format }: Report): TemplateResult {
  return html`<div class="bar" aria-hidden="true" dir="ltr">
    ${data.bands.map((band) =>
      band.share
        ? html`<div class="part" style="flex-grow:${band.share}">
            ${swatch(band.key, "fill")}
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
      ${swatch(band.key, "swatch")} ${t(`bands.${band.key}`)}
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
