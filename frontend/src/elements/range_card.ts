/** The range card: five bands with goals and minutes per day, and the measures of some days. */

import { css, html, nothing, type TemplateResult } from "lit";
import { goalOf, goalText, limitsText, shareText, sumText } from "../core/bands";
import type { Snapshot } from "../core/readings";
import { type HomeAssistant, pageHass } from "../ha";
import type { Band, Goal, Summary, Unit } from "../protocol";
import { choice, choiceField, entityField, form, nameField, stubEntity } from "./forms";
import { check, mark } from "./glyphs";
import { MeasuresCard, type MeasuresConfig } from "./measures_card";
import { colors, shared } from "./styles";

const DAYS = [1, 7, 14, 30, 90] as const;
const TARGETS = ["most_adults", "older_or_frail", "pregnancy"] as const;

export interface RangeCardConfig extends MeasuresConfig {
  targets?: (typeof TARGETS)[number];
}

export class RangeCard extends MeasuresCard<RangeCardConfig, Summary> {
  protected override readonly choices = DAYS;
  protected override readonly interval = 60;

  static getConfigForm() {
    const localize = pageHass()?.localize;
    return form([
      entityField,
      nameField,
      choiceField(localize, "days", DAYS, 14),
      choiceField(localize, "targets", TARGETS, "most_adults"),
    ]);
  }

  static getStubConfig(hass: HomeAssistant) {
    return { entity: stubEntity(hass), days: "14", targets: "most_adults" };
  }

  getCardSize(): number {
    return 8;
  }

  getGridOptions() {
    return { columns: 12, rows: "auto", min_columns: 6 };
  }

  protected override checked(config: RangeCardConfig): RangeCardConfig {
    if (config.targets !== undefined && !TARGETS.includes(config.targets)) {
      throw new Error(`targets: ${TARGETS.join(", ")}`);
    }
    this.days = choice(config.days, DAYS, 14, "days");
    return config;
  }

  protected override get heading(): string {
    return this.t("range.title");
  }

  protected override get targets(): string | undefined {
    return this.config?.targets;
  }

  protected override question(): Record<string, unknown> {
    const { entity, targets } = this.config ?? {};
    const message = { type: "dexcom_cgm/summary", entity_id: entity, days: this.days };
    return targets ? { ...message, targets } : message;
  }

  protected override measures(summary: Summary, { unit }: Snapshot): TemplateResult {
    return html`${
      summary.readings === 0
        ? html`<div class="problem" role="status"><strong>${this.t("range.no_readings")}</strong></div>`
        : html`${this.bar(summary)} ${this.table(summary, unit)}`
    }
    ${this.figures(summary, unit)} ${this.missing(summary)}`;
  }

  private bar(summary: Summary): TemplateResult {
    return html`<div class="bar" aria-hidden="true">
      ${summary.bands.map((band) =>
        band.share
          ? html`<div class="part ${band.key}" style="flex-grow:${band.share}"></div>`
          : nothing,
      )}
    </div>`;
  }

  private table(summary: Summary, unit: Unit): TemplateResult {
    const rows = summary.bands.map((band) => this.row(summary, band, unit));
    return html`<table>
      <caption class="hidden">
        ${this.t("range.caption", { days: this.format.count(this.days, "day", "long") })}
      </caption>
      <thead class="hidden">
        <tr>
          <th scope="col">${this.t("range.band")}</th>
          <th scope="col">${this.t("range.share")}</th>
          <th scope="col">${this.t("range.goal")}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.reverse()}
      </tbody>
    </table>`;
  }

  private row(summary: Summary, band: Band, unit: Unit): TemplateResult {
    const { format, t } = this;
    const goal = goalOf(band, summary.goals);
    return html`<tr class=${band.key}>
      <th scope="row">
        ${mark(band.key)}
        <span>${t(`bands.${band.key}`)}<small>${limitsText(band, format, unit)}</small></span>
      </th>
      <td>
        <b>${shareText(band, goal, format)}</b>
        <small>
          ${
            band.minutes_per_day === null
              ? nothing
              : t("range.per_day", { time: format.duration(band.minutes_per_day) })
          }
        </small>
      </td>
      <td class="goal">${goal ? this.goal(goal, band) : nothing}</td>
    </tr>`;
  }

  private goal(goal: Goal, band: Band): TemplateResult {
    const { format, t } = this;
    const text = goalText(goal, band, format, t);
    if (goal.is_met === null) return html`<span>${text}</span>`;
    return html`<span class=${goal.is_met ? "met" : "unmet"}>
      ${check(goal.is_met)}<span>${text}<small>${t(goal.is_met ? "range.met" : "range.unmet")}${sumText(goal, band, format)}</small></span>
    </span>`;
  }

  private figures(summary: Summary, unit: Unit): TemplateResult {
    const { format, t } = this;
    const percent = (value: number | null, digits: number) =>
      value === null ? "–" : format.percent(value, digits);
    const mean =
      summary.mean_glucose === null ? "–" : `${format.glucose(summary.mean_glucose, unit)} ${unit}`;
    const figures: [string, string][] = [
      ["mean", mean],
      ["gmi", percent(summary.gmi, 1)],
      ["variability", percent(summary.variability, 1)],
      ["cgm_active", percent(summary.cgm_active, 0)],
    ];
    return html`<dl>
      ${figures.map(
        ([key, value]) => html`<div>
          <dt>${t(`range.${key}`)}</dt>
          <dd>${value}</dd>
        </div>`,
      )}
    </dl>`;
  }

  /** Say what is missing for the measures, and from which day on they can be there. */
  private missing(summary: Summary): TemplateResult | typeof nothing {
    if (summary.is_sufficient) return nothing;
    const { format, t } = this;
    if (summary.missing_days > 0) return html`<p class="note">${t("range.too_short")}</p>`;
    const lines: string[] = [];
    if (summary.missing_readings > 0) {
      lines.push(
        t("range.missing_readings", { readings: format.number(summary.missing_readings) }),
      );
    }
    if (summary.measures_from !== null) {
      lines.push(t("range.measures_from", { date: format.date(summary.measures_from) }));
    }
    return html`<p class="note">${[t("range.insufficient"), ...lines].join(" ")}</p>`;
  }

  static override styles = [
    colors,
    shared,
    css`
      .bar {
        display: flex;
        gap: 2px;
        height: 26px;
        border-radius: 8px;
        overflow: hidden;
        flex: none;
      }
      .part {
        flex-basis: 0;
        min-width: 4px;
        background: var(--c);
      }
      .part.very_low {
        background: repeating-linear-gradient(45deg, var(--c) 0 4px, var(--surface) 4px 6px);
      }
      .part.very_high {
        background: repeating-linear-gradient(-45deg, var(--c) 0 4px, var(--surface) 4px 6px);
      }
      .very_low {
        --c: var(--very-low);
      }
      .low {
        --c: var(--low);
      }
      .in_range {
        --c: var(--in-range);
      }
      .high {
        --c: var(--high);
      }
      .very_high {
        --c: var(--very-high);
      }
      table {
        border-collapse: collapse;
        width: 100%;
      }
      tr + tr {
        border-top: 1px solid var(--line);
      }
      th,
      td {
        padding: 6px 0;
        text-align: start;
        vertical-align: top;
        font-weight: 400;
      }
      th {
        display: flex;
        gap: 8px;
      }
      th svg {
        color: var(--c);
        flex: none;
        margin-top: 3px;
      }
      th small {
        white-space: nowrap;
      }
      td {
        padding-inline-start: 10px;
      }
      small {
        display: block;
        font-size: 12px;
        color: var(--muted);
      }
      b {
        font-size: 16px;
        font-weight: 600;
      }
      .in_range b {
        font-size: 20px;
        line-height: 1.1;
      }
      .goal > span {
        display: flex;
        gap: 5px;
        font-size: 13px;
      }
      .goal svg {
        flex: none;
        margin-top: 2px;
      }
      .met svg {
        color: var(--in-range);
      }
      .unmet svg {
        color: var(--high);
      }
      dl {
        display: grid;
        grid-template-columns: repeat(4, 1fr);
        gap: 8px 12px;
        margin: 0;
        padding-top: 12px;
        border-top: 1px solid var(--line);
      }
      dt {
        font-size: 12px;
        color: var(--muted);
      }
      dd {
        margin: 0;
        font-size: 17px;
        font-weight: 600;
      }
      @container (max-width: 420px) {
        dl {
          grid-template-columns: repeat(2, 1fr);
        }
      }
    `,
  ];
}
