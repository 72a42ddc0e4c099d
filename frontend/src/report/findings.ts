/** Episodes of low glucose, and patterns. Words describe; they do not advise. */

import { html, nothing, type TemplateResult } from "lit";
import { leftToRight } from "../core/format";
import {
  glucoseText,
  type Lows,
  type Part,
  percentText,
  type Recurring,
  type Report,
  type SingleDay,
} from "./data";
import { DAY } from "./plot";

/** Return the table of the episodes by level. */
export function lows(report: Report): TemplateResult {
  const { data, format, t } = report;
  const duration = (minutes: number | null) => (minutes === null ? "–" : format.duration(minutes));
  const row = (each: Lows) => html`<tr>
    <th scope="row">
      ${t("report.below", { value: format.glucose(each.below, data.unit) })}
      <small>${t("report.level", { level: format.number(each.level) })}</small>
    </th>
    <td class="number">${each.episodes === null ? "–" : format.number(each.episodes)}</td>
    <td class="number">
      <b>${each.per_week === null ? "–" : format.number(each.per_week, 1)}</b>
    </td>
    <td class="number">${duration(each.median_minutes)}</td>
    <td class="number">
      ${each.may_be_longer > 0 ? "≥ " : ""}${duration(each.longest_minutes)}
    </td>
  </tr>`;
  const isWithout = data.readings > 0 && data.lows.every((each) => each.episodes === 0);
  return html`<section class="lows">
    <h2>${t("report.lows")} <small>${data.unit}</small></h2>
    <table>
      <thead>
        <tr>
          <th scope="col"><span class="hidden">${t("report.lows")}</span></th>
          <th scope="col">${t("report.episodes")}</th>
          <th scope="col">${t("report.per_week")}</th>
          <th scope="col">${t("report.median_duration")}</th>
          <th scope="col">${t("report.longest")}</th>
        </tr>
      </thead>
      <tbody>
        ${data.lows.map(row)}
      </tbody>
    </table>
    <p class="note">${isWithout ? `${t("report.no_episode")} ` : ""}${t("report.lows_note")}</p>
  </section>`;
}

/** Return what recurs by time of day, and the parts of day and week side by side. */
export function patterns(report: Report): TemplateResult {
  const { data, format, t } = report;
  const { rule, night, day, weekday, weekend } = data.patterns;
  if (data.days_with_data < rule.required_days || (night === null && day === null)) {
    const days = format.count(rule.required_days, "day", "long");
    return html`<section class="patterns">
      <h2>${t("report.patterns")}</h2>
      <p class="empty">${t("report.too_few", { days })}</p>
    </section>`;
  }
  const clock = (hour: number) => format.clock(hour * 60, true);
  const parts: [string, string, Part | null][] = [
    [t("report.night"), leftToRight(`${clock(0)}–${clock(6)}`), night],
    [t("report.day"), leftToRight(`${clock(6)}–${clock(24)}`), day],
    [t("report.weekday"), "", weekday],
    [t("report.weekend"), "", weekend],
  ];
  return html`<section class="patterns">
    <h2>${t("report.patterns")} <small>${data.unit}</small></h2>
    ${recurring(report)}
    <div class="columns">
      <ul>
        ${single(report, t("report.best_day"), data.patterns.best_day)}
        ${single(report, t("report.worst_day"), data.patterns.worst_day)}
        <li class="note">
          ${t("report.rule", {
            time: format.duration(rule.block_minutes),
            share: format.percent(rule.minimum_share),
            minutes: format.duration(rule.high_minutes),
            days: format.count(rule.minimum_days, "day", "long"),
          })}
        </li>
      </ul>
      <table>
        <thead>
          <tr>
            <th scope="col"><span class="hidden">${t("report.time_of_day")}</span></th>
            <th scope="col">${t("report.average")}</th>
            <th scope="col">${t("level.below")}</th>
            <th scope="col">${t("level.in_range")}</th>
            <th scope="col">${t("level.above")}</th>
          </tr>
        </thead>
        <tbody>
          ${parts.map(
            ([name, hours, part]) => html`<tr>
              <th scope="row">${name} <small>${hours}</small></th>
              <td class="number">
                ${part?.mean == null ? "–" : format.glucose(part.mean, data.unit)}
              </td>
              <td class="number">${percentText(report, part?.below ?? null)}</td>
              <td class="number"><b>${percentText(report, part?.in_range ?? null)}</b></td>
              <td class="number">${percentText(report, part?.above ?? null)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

/** Return on how many days each block of the day is low or high, where that recurs. */
function recurring({ data, format, t }: Report): TemplateResult {
  const { recurring: all, rule } = data.patterns;
  if (all.length === 0) return html`<p>${t("report.no_recurring")}</p>`;
  const starts = Array.from(
    { length: DAY / rule.block_minutes },
    (_, block) => block * rule.block_minutes,
  );
  const clock = (minute: number) => format.clock(minute, minute % 60 === 0);
  const row = (kind: Recurring["kind"], name: string) => html`<tr>
    <th scope="row">${name}</th>
    ${starts.map((start) => {
      const found = all.find((each) => each.kind === kind && each.from === start);
      return html`<td class=${found ? "found" : ""}>
        ${found ? leftToRight(`${format.number(found.days)}/${format.number(found.of_days)}`) : ""}
      </td>`;
    })}
  </tr>`;
  return html`<table class="recurring">
    <thead>
      <tr>
        <th scope="col">${t("report.recurring")}</th>
        ${starts.map(
          (start) => html`<th scope="col">
            ${clock(start)}<span class="hidden">–${clock(start + rule.block_minutes)}</span>
          </th>`,
        )}
      </tr>
    </thead>
    <tbody>
      ${row("high", t("report.above", { value: format.glucose(rule.high_above, data.unit) }))}
      ${row("low", t("report.below", { value: format.glucose(rule.low_below, data.unit) }))}
    </tbody>
  </table>`;
}

function single(
  report: Report,
  name: string,
  found: SingleDay | null,
): TemplateResult | typeof nothing {
  if (!found) return nothing;
  return html`<li>
    ${name}: <b>${report.format.day(found.day)}</b>, ${percentText(report, found.in_range)},
    ${glucoseText(report, found.mean)}
  </li>`;
}
