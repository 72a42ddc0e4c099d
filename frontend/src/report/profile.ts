/** The profile by time of day. */

import { html, nothing, type TemplateResult } from "lit";
import { leftToRight } from "../core/format";
import {
  bandPath,
  FEWEST_DAYS,
  FEWEST_DAYS_AT_ALL,
  hasThinBins,
  medianPath,
  smoothed,
  wrapped,
} from "../core/profile";
import type { ProfileBin } from "../protocol";
import type { Report, ReportData } from "./data";
import { AXIS_TOP, axisValues, DAY, horizontals, valueLabels, verticals, x, y } from "./plot";

const HOURS = [0, 3, 6, 9, 12, 15, 18, 21, 24];

/** Return whether there are enough days to draw a profile. */
export function hasProfile({ profile }: ReportData): boolean {
  return profile.days_with_data >= FEWEST_DAYS_AT_ALL;
}

export function profile(report: Report): TemplateResult {
  const { data, format, t } = report;
  const missing = FEWEST_DAYS_AT_ALL - data.profile.days_with_data;
  const isDrawn = hasProfile(data);
  return html`<section class="profile ${isDrawn ? "drawn" : ""}">
    <h2>
      ${t("profile.title")} <small>${data.unit}</small>
      ${isDrawn ? legend(report) : nothing}
    </h2>
    ${
      isDrawn
        ? html`${plot(report)} ${table(report)}`
        : html`<p class="empty">
            ${t("profile.too_few")}. ${t("profile.missing", { days: format.number(missing) })}
          </p>`
    }
  </section>`;
}

function legend({ data, format, t }: Report): TemplateResult {
  const shown = (value: number) => format.glucose(value, data.unit);
  const limits = leftToRight(`${shown(data.target.low)}–${shown(data.target.high)}`);
  return html`<span class="legend">
    <span><i class="median"></i>${t("profile.median")}</span>
    <span><i class="inner"></i>${leftToRight(format.percents(25, 75))}</span>
    <span><i class="outer"></i>${leftToRight(format.percents(5, 95))}</span>
    <span><i class="target"></i>${t("report.target", { limits })}</span>
  </span>`;
}

function plot(report: Report): TemplateResult {
  const { data, format, t } = report;
  const bins = wrapped(smoothed(data.profile.bins));
  const values = axisValues(data, 20);
  const { low, high } = data.target;
  return html`<div class="plot" dir="ltr">
      <div class="area">
        ${valueLabels(values, data, format)}
        <svg
          viewBox="0 0 ${DAY} ${AXIS_TOP}"
          preserveAspectRatio="none"
          role="img"
          aria-label=${t("profile.label")}
        >
          <path class="zone" d="M0 ${y(high)}H${DAY}V${y(low)}H0z" />
          <path class="grid" d="${horizontals([0, 250, AXIS_TOP], DAY)}${verticals(HOURS.map((hour) => hour * 60))}" />
          <path class="outer" d=${bandPath(bins, "p5", "p95", x, y)} />
          <path class="inner" d=${bandPath(bins, "p25", "p75", x, y)} />
          <path class="limit" d=${horizontals([low, high], DAY)} />
          <path class="median" d=${medianPath(bins, true, x, y)} />
          <path class="median thin" d=${medianPath(bins, false, x, y)} />
        </svg>
        ${HOURS.map(
          (hour) => html`<span class="time" style="left:${(hour / 24) * 100}%"
            >${format.clock(hour * 60, true)}</span
          >`,
        )}
      </div>
    </div>
    <p class="note">${notes(report)}</p>`;
}

function notes({ data, format, t }: Report): string {
  const days = format.count(data.profile.days_with_data, "day", "long");
  const found = [t("profile.rests_on", { days })];
  if (hasThinBins(data.profile.bins)) {
    found.push(t("profile.thin", { days: format.count(FEWEST_DAYS, "day", "long") }));
  }
  return found.join(" ");
}

/** Return the profile in figures, for those who cannot see the drawing. */
function table({ data, format, t }: Report): TemplateResult {
  const bins = data.profile.bins.filter((bin) => bin.minute % 120 === 0);
  const shown = (bin: ProfileBin, key: "p5" | "p25" | "p50" | "p75" | "p95") => {
    const value = bin[key];
    const isSupported = key === "p50" || bin.days >= FEWEST_DAYS;
    return value === null || !isSupported ? "–" : format.glucose(value, data.unit);
  };
  return html`<div class="hidden"><table>
    <caption>
      ${t("profile.title")}, ${data.unit}
    </caption>
    <thead>
      <tr>
        <th scope="col">${t("report.time_of_day")}</th>
        ${[5, 25].map((each) => html`<th scope="col">${format.percent(each)}</th>`)}
        <th scope="col">${t("profile.median")}</th>
        ${[75, 95].map((each) => html`<th scope="col">${format.percent(each)}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${bins.map(
        (bin) => html`<tr>
          <th scope="row">${format.clock(bin.minute)}</th>
          ${(["p5", "p25", "p50", "p75", "p95"] as const).map((key) => html`<td>${shown(bin, key)}</td>`)}
        </tr>`,
      )}
    </tbody>
  </table></div>`;
}
