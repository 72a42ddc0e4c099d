/** Fourteen days, each with its curve and with what was logged. */

import { html, nothing, svg, type TemplateResult } from "lit";
import { EVENT_TYPES, eventText } from "../core/events";
import { areaBeyond, linePath } from "../core/trace";
import { eventShape } from "../elements/glyphs";
import {
  type DayData,
  type DayEvent,
  percentText,
  type Report,
  type ReportData,
  SUFFICIENT,
} from "./data";
import {
  AXIS_TOP,
  axisValues,
  DAY,
  horizontals,
  LONGEST_PAUSE_MINUTES,
  valueLabels,
  verticals,
  x,
  y,
} from "./plot";

const HOURS = [6, 12, 18];
const DAYS_IN_ROW = 7;
/** These are marked in the upper lane, insulin in the lower one. */
const UPPER = ["carbs", "exercise"];

function marked(day: DayData): DayEvent[] {
  return day.events.filter((event) => (EVENT_TYPES as readonly string[]).includes(event.type));
}

/** Return whether a day has enough readings to say how it was. */
function hasEnough({ readings, length }: DayData): boolean {
  return readings >= ((length / 5) * SUFFICIENT.share) / 100;
}

/** Draw the mark of a type; those of long-acting insulin and exercise are hollow. */
function glyph(type: string): TemplateResult {
  return html`<svg viewBox="-6 -6 12 12" class="glyph ${type}" aria-hidden="true">
    ${svg`<path d=${eventShape(type, 0, 0)} />`}
  </svg>`;
}

export function daily(report: Report): TemplateResult {
  const { data, format, t } = report;
  const hasEvents = data.daily.some((day) => marked(day).length > 0);
  const values = axisValues(data, 60).filter((value) => value > 0 && value !== 250);
  const isPart = data.days > data.daily.length;
  const lastDays = t("report.last_days", { days: format.count(data.daily.length, "day", "long") });
  const notes: string[] = [];
  if (data.daily.some((day) => day.value.some((value) => value > AXIS_TOP))) {
    notes.push(t("report.edge", { value: format.glucose(AXIS_TOP, data.unit) }));
  }
  if (!data.events_known) notes.push(t("report.events_unknown"));
  const starts = [0, DAYS_IN_ROW].filter((start) => start < data.daily.length);
  return html`<section class="daily">
    <h2>
      ${t("report.daily")} <small>${isPart ? `${lastDays} · ` : ""}${data.unit}</small>
      ${legend(report)}
    </h2>
    <div class="days ${hasEvents ? "" : "bare"}" aria-hidden="true">
      ${starts.map(
        (start) => html`<div class="row">
          <div class="axis">${valueLabels(values, data, format)}</div>
          ${data.daily.slice(start, start + DAYS_IN_ROW).map((day) => cell(report, day, hasEvents))}
        </div>`,
      )}
    </div>
    ${table(report)}
    ${notes.length > 0 ? html`<p class="note">${notes.join(" ")}</p>` : nothing}
  </section>`;
}

function legend({ data, format, t }: Report): TemplateResult {
  const types = new Set(data.daily.flatMap((day) => marked(day).map((event) => event.type)));
  const times = HOURS.map((hour) => format.clock(hour * 60, true)).join(", ");
  return html`<span class="legend">
    ${EVENT_TYPES.filter((type) => types.has(type)).map(
      (type) => html`<span>${glyph(type)}${t(`events.${type}`)}</span>`,
    )}
    <span>${t("report.lines", { times })}</span>
    <span>${t("report.in_range_share")}</span>
  </span>`;
}

function cell(report: Report, day: DayData, hasEvents: boolean): TemplateResult {
  const { data, format, t } = report;
  const { length } = day;
  const isEnough = hasEnough(day);
  const isOdd = length !== DAY && length % 60 === 0;
  return html`<div class="day">
    <div class="head">
      <b>${format.day(day.day)}</b>
      ${isOdd ? html`<em>${t("hours_short", { hours: format.number(length / 60) })}</em>` : nothing}
      <span>${isEnough ? percentText(report, day.in_range, 0) : ""}</span>
    </div>
    <div class="area" dir="ltr">
      ${day.readings > 0 ? curve(data, day) : html`<span class="none">${t("graph.empty")}</span>`}
    </div>
    ${
      hasEvents
        ? html`<div class="lanes" dir="ltr">
            ${marked(day).map(
              (event) => html`<i
                class=${UPPER.includes(event.type) ? "upper" : "lower"}
                style="left:${(event.minute / length) * 100}%"
                >${glyph(event.type)}</i
              >`,
            )}
          </div>`
        : nothing
    }
  </div>`;
}

function curve({ target: { low, high } }: ReportData, day: DayData): TemplateResult {
  const { length } = day;
  const series = { times: day.minute, values: day.value };
  // The clocks change before the first of the lines.
  const hours = HOURS.map((hour) => hour * 60 + length - DAY);
  return html`<svg viewBox="0 0 ${length} ${AXIS_TOP}" preserveAspectRatio="none">
    <path class="zone" d="M0 ${y(high)}H${length}V${y(low)}H0z" />
    <path class="grid" d=${verticals(hours)} />
    <path class="above" d=${areaBeyond(series, high, "high", x, y, LONGEST_PAUSE_MINUTES)} />
    <path class="below" d=${areaBeyond(series, low, "low", x, y, LONGEST_PAUSE_MINUTES)} />
    <path class="limit" d=${horizontals([low, high], length)} />
    <path class="trace" d=${linePath(series, x, y, LONGEST_PAUSE_MINUTES)} />
  </svg>`;
}

function meanText({ data, format, t }: Report, day: DayData): string {
  if (day.readings === 0) return t("graph.empty");
  return day.mean === null || !hasEnough(day) ? "–" : format.glucose(day.mean, data.unit);
}

/** Return the days in figures, for those who cannot see the drawing. */
function table(report: Report): TemplateResult {
  const { data, format, t } = report;
  return html`<div class="hidden"><table>
    <caption>
      ${t("report.daily")}, ${data.unit}
    </caption>
    <thead>
      <tr>
        <th scope="col">${t("form.days")}</th>
        <th scope="col">${t("report.average")}</th>
        <th scope="col">${t("bands.in_range")}</th>
        <th scope="col">${t("report.logged")}</th>
      </tr>
    </thead>
    <tbody>
      ${data.daily.map(
        (day) => html`<tr>
          <th scope="row">${format.day(day.day)}</th>
          <td>${meanText(report, day)}</td>
          <td>${hasEnough(day) ? percentText(report, day.in_range, 0) : "–"}</td>
          <td>
            ${marked(day)
              .map((event) => eventText({ ...event, time: 0 }, format, t))
              .join(", ")}
          </td>
        </tr>`,
      )}
    </tbody>
  </table></div>`;
}
