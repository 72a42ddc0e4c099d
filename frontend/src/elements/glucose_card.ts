/** The glucose card: the current value, its age and status, and the graph. */

import { css, html, nothing, svg, type TemplateResult } from "lit";
import { EVENT_TYPES } from "../core/events";
import { type Headline, headlineOf } from "../core/headline";
import type { Snapshot } from "../core/readings";
import { HOURS, type Hours, type Window, windowOf } from "../core/window";
import { type HomeAssistant, pageHass } from "../ha";
import { AccountElement, type CardConfig, messageCard } from "./account_element";
import { choice, choiceField, entityField, form, nameField, stubEntity } from "./forms";
import { arrow, eventShape } from "./glyphs";
import { ageText, drillMark, levelMark, spoken, statusNote, valueText } from "./headline";
import { colors, drill, shared } from "./styles";

export interface GlucoseCardConfig extends CardConfig {
  hours?: number | string;
  graph?: "line" | "points";
}

export class GlucoseCard extends AccountElement<GlucoseCardConfig> {
  private hours: Hours = 6;

  static getConfigForm() {
    const localize = pageHass()?.localize;
    return form([
      entityField,
      nameField,
      choiceField(localize, "hours", HOURS, 6),
      choiceField(localize, "graph", ["line", "points"], "line"),
    ]);
  }

  static getStubConfig(hass: HomeAssistant) {
    return { entity: stubEntity(hass), hours: "6", graph: "line" };
  }

  getCardSize(): number {
    return 6;
  }

  getGridOptions() {
    return { columns: 12, rows: 6, min_columns: 6, min_rows: 5 };
  }

  protected override checked(config: GlucoseCardConfig): GlucoseCardConfig {
    if (config.graph !== undefined && !["line", "points"].includes(config.graph)) {
      throw new Error("graph: line, points");
    }
    this.hours = choice(config.hours, HOURS, 6, "hours");
    return config;
  }

  protected override message(title: string, text: string, reload: boolean): TemplateResult {
    return messageCard(this.accountName, title, text, reload ? this.t("reload") : null);
  }

  protected override content(snapshot: Snapshot): TemplateResult {
    const headline = headlineOf(snapshot, this.now);
    const newest = Math.max(snapshot.last?.time ?? 0, snapshot.series.times.at(-1) ?? 0);
    const minute = Math.ceil(this.now / 60) * 60;
    const window = this.sameWindow(
      windowOf(this.hours, minute, newest || null, snapshot.staleAfter),
    );
    return html`<ha-card>
      <header>
        <h2>${this.accountName}</h2>
        ${this.hourChoice()}
      </header>
      ${drillMark(headline, this.t, true)}
      ${this.headline(headline, snapshot)} ${statusNote(headline, this.t)}
      <dexcom-cgm-glucose-chart
        .series=${snapshot.series}
        .events=${snapshot.events}
        .live=${headline.current?.source === "live" ? headline.current : null}
        .thresholds=${snapshot.thresholds}
        .target=${snapshot.target}
        .unit=${snapshot.unit}
        .window=${window}
        .graph=${this.config?.graph ?? "line"}
        .format=${this.format}
        .t=${this.t}
      ></dexcom-cgm-glucose-chart>
      ${this.legend(snapshot, window)}
      ${
        snapshot.historyLoaded < 100
          ? html`<p class="note">
              ${this.t("history_loading", { percent: this.format.percent(snapshot.historyLoaded) })}
            </p>`
          : nothing
      }
    </ha-card>`;
  }

  private lastWindow: Window | undefined;

  /** Keep the window's identity where it has not moved, so that the graph is not redrawn. */
  private sameWindow(window: Window): Window {
    const before = this.lastWindow;
    const isSame =
      before?.start === window.start && before.known === window.known && before.end === window.end;
    if (!isSame) this.lastWindow = window;
    return this.lastWindow ?? window;
  }

  private headline(headline: Headline, snapshot: Snapshot): TemplateResult {
    const { format, t } = this;
    const { current, last, level } = headline;
    const label = spoken(headline, snapshot, this.now, format, t);
    const shown =
      current && level
        ? html`
            <span class="value">${valueText(current.value, snapshot, format, t)}</span>
            ${arrow(current.trend, 34)}
            <span class="side">
              <span class="unit">
                ${
                  current.delta === null
                    ? nothing
                    : html`<b>${format.change(current.delta, snapshot.unit)}</b>`
                }
                ${snapshot.unit}
              </span>
              <span class="level">${levelMark(level)} ${t(`level.${level}`)}</span>
            </span>
            <span class="age">
              <b>${ageText(headline, format, t)}</b>
              <span>
                ${format.time(current.time, this.now)}${current.source === "live" ? ` · ${t("live")}` : nothing}
              </span>
            </span>
          `
        : last
          ? html`
              <s class="value">${valueText(last.value, snapshot, format, t)}</s>
              <span class="side"><span class="unit">${snapshot.unit}</span></span>
              <span class="age">
                <b>${format.time(last.time, this.now)}</b>
                <span>${ageText(headline, format, t)}</span>
              </span>
            `
          : html`<span class="value">–</span>`;
    return html`<button type="button" class="headline ${level ?? "none"}" @click=${this.moreInfo}>
      <span class="hidden">${label}</span>
      <span class="shown" aria-hidden="true">${shown}</span>
    </button>`;
  }

  private hourChoice(): TemplateResult {
    return html`<div class="choice" role="group" aria-label=${this.t("form.hours")}>
      ${HOURS.map(
        (hours) => html`<button
          type="button"
          aria-pressed=${hours === this.hours}
          @click=${() => this.choose(hours)}
        >
          ${this.t("hours_short", { hours: this.format.number(hours) })}
        </button>`,
      )}
    </div>`;
  }

  private choose(hours: Hours): void {
    this.hours = hours;
    this.requestUpdate();
  }

  private legend(snapshot: Snapshot, window: Window): TemplateResult | typeof nothing {
    const seen = new Set(
      snapshot.events.filter((each) => each.time >= window.start).map((each) => each.type),
    );
    const types = EVENT_TYPES.filter((type) => seen.has(type));
    if (types.length === 0) return nothing;
    return html`<div class="legend note">
      ${types.map(
        (type) => html`<span>
          ${svg`<svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true"><path class=${type} d=${eventShape(type, 6, 6)} /></svg>`}
          ${this.t(`events.${type}`)}
        </span>`,
      )}
    </div>`;
  }

  private moreInfo(): void {
    const detail = { entityId: this.config?.entity };
    this.dispatchEvent(
      new CustomEvent("hass-more-info", { detail, bubbles: true, composed: true }),
    );
  }

  static override styles = [
    colors,
    shared,
    drill,
    css`
      .headline {
        display: block;
        text-align: start;
        border-radius: 12px;
        padding: 10px 14px;
        margin: 0 -2px;
        border: 2px solid transparent;
      }
      .shown {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 10px;
      }
      .value {
        font-size: 46px;
        font-weight: 500;
        line-height: 1;
        letter-spacing: -0.02em;
        font-variant-numeric: tabular-nums;
      }
      s.value {
        color: var(--muted);
        text-decoration-thickness: 3px;
        font-weight: 400;
      }
      .arrow {
        flex: none;
      }
      .side,
      .age {
        display: flex;
        flex-direction: column;
        font-size: 14px;
        line-height: 1.35;
      }
      .unit b,
      .age b {
        font-weight: 600;
      }
      .unit b {
        font-size: 16px;
        unicode-bidi: isolate;
      }
      .level {
        display: inline-flex;
        align-items: center;
        gap: 5px;
        font-weight: 600;
      }
      .age {
        margin-inline-start: auto;
        text-align: end;
      }
      .in_range .value,
      .in_range .level,
      .in_range .arrow {
        color: var(--in-range);
      }
      .above .value,
      .above .level,
      .above .arrow,
      .high .value,
      .high .level,
      .high .arrow {
        color: var(--high);
      }
      .high {
        border-color: var(--high);
      }
      .below {
        border: 2px dashed var(--low);
      }
      .below .value,
      .below .level,
      .below .arrow {
        color: var(--low);
      }
      .low,
      .urgent_low {
        background: var(--alarm);
        border-color: var(--low);
        color: #fff;
      }
      .urgent_low {
        border-width: 4px;
        border-color: var(--text);
        padding: 8px 12px;
      }
      .status {
        display: flex;
        flex-direction: column;
        padding: 8px 12px;
        border-inline-start: 4px solid var(--high);
        background: color-mix(in srgb, var(--high) 10%, transparent);
        border-radius: 4px;
        font-size: 13px;
      }
      .status strong {
        font-size: 14px;
        font-weight: 600;
      }
      .auth_required {
        border-color: var(--low);
        background: color-mix(in srgb, var(--low) 10%, transparent);
      }
      dexcom-cgm-glucose-chart {
        flex: 1 1 190px;
        min-height: 90px;
      }
      .legend {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 14px;
        font-size: 12px;
      }
      .legend span {
        display: inline-flex;
        align-items: center;
        gap: 5px;
      }
      .legend path {
        fill: var(--text);
      }
      .legend path.long_acting_insulin {
        fill: none;
        stroke: var(--text);
        stroke-width: 1.6;
      }
      @container (max-width: 330px) {
        .value {
          font-size: 38px;
        }
        .age {
          flex-direction: row;
          gap: 8px;
          margin-inline-start: 0;
        }
      }
    `,
  ];
}
