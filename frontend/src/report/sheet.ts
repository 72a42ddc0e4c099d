/** The sheet: what stands on the page, from top to bottom. */

import { html, type TemplateResult } from "lit";
import { daily } from "./daily";
import { percentText, type Report } from "./data";
import { lows, patterns } from "./findings";
import { hasProfile, profile } from "./profile";
import { ranges } from "./ranges";
import { statistics } from "./statistics";

export function sheet(report: Report): TemplateResult {
  const { data, t } = report;
  return html`<main class="sheet ${hasProfile(data) ? "" : "short"}">
    ${heading(report)}
    ${
      data.readings === 0
        ? html`<p class="empty">${t("range.no_readings")}</p>`
        : html`<div class="columns">${ranges(report)} ${statistics(report)}</div>
            ${profile(report)} ${daily(report)}
            <div class="columns findings">${lows(report)} ${patterns(report)}</div>`
    }
    ${basis(report)}
  </main>`;
}

function heading(report: Report): TemplateResult {
  const { data, format, t } = report;
  const facts: [string, string][] = [
    [
      t("report.period"),
      `${format.dateRange(data.start, data.end)} (${format.count(data.days, "day", "long")})`,
    ],
    [
      t("report.days_with_data"),
      t("report.of", {
        part: format.number(data.days_with_data),
        all: format.number(format.calendarDays(data.start, data.end)),
      }),
    ],
    [t("range.cgm_active"), percentText(report, data.cgm_active)],
  ];
  return html`<header class="heading">
    <h1>${t("report.title")}</h1>
    <div class="person">
      <span class="blank name">${t("report.name")}</span>
      <span class="blank">${t("report.birth")}</span>
    </div>
    <dl class="facts">
      ${facts.map(
        ([name, value]) => html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
      )}
    </dl>
  </header>`;
}

function basis(report: Report): TemplateResult {
  const { data, format, t } = report;
  const start = format.dateTime(data.start);
  const end = format.dateTime(data.end);
  const missing = data.cgm_active === null ? null : Math.max(0, 100 - data.cgm_active);
  const readings =
    data.readings === 0
      ? t("report.no_readings", { start, end })
      : t("report.readings", {
          readings: format.number(data.readings),
          start,
          end,
          missing: percentText(report, missing),
          zone: data.time_zone,
        });
  const created = t("report.created", {
    time: format.dateTime(data.generated),
    title: data.title,
  });
  const loading =
    data.history_loaded < 100
      ? t("report.history_loading", { percent: format.percent(data.history_loaded) })
      : "";
  return html`<footer class="basis">
    <h2>${t("report.basis")}</h2>
    <p>${readings} ${loading} ${created}</p>
  </footer>`;
}
