/** The badge: current value, trend and age in the line above a view. */

import { css, html, nothing, type TemplateResult } from "lit";
import { headlineOf } from "../core/headline";
import type { Snapshot } from "../core/readings";
import type { HomeAssistant } from "../ha";
import { AccountElement, type CardConfig } from "./account_element";
import { entityField, form, nameField, stubEntity } from "./forms";
import { arrow } from "./glyphs";
import { ageText, drillMark, levelMark, spoken, valueText } from "./headline";
import { colors, drill } from "./styles";

export class Badge extends AccountElement<CardConfig> {
  static getConfigForm() {
    return form([entityField, nameField]);
  }

  static getStubConfig(hass: HomeAssistant) {
    return { entity: stubEntity(hass) };
  }

  protected override message(title: string): TemplateResult {
    return html`<div class="badge" role="status">
      <span class="info"><small>${this.accountName}</small><span>${title}</span></span>
    </div>`;
  }

  protected override content(snapshot: Snapshot): TemplateResult {
    const { format, t } = this;
    const headline = headlineOf(snapshot, this.now);
    const { current, last, level } = headline;
    const label = spoken(headline, snapshot, this.now, format, t);
    const status = headline.status ? t(`status.${headline.status}.title`) : "";
    return html`<button type="button" class="badge ${level ?? "none"}" @click=${this.moreInfo}>
      <span class="hidden">${this.accountName}: ${label}</span>
      ${drillMark(headline, t, false)} ${level ? levelMark(level, 18) : nothing}
      <span class="info" aria-hidden="true">
        <small>
          ${this.accountName}${current ? html` · ${ageText(headline, format, t)}` : status ? html` · ${status}` : nothing}
        </small>
        <span class="line">
          ${
            current && level
              ? html`<b>${valueText(current.value, snapshot, format, t)}</b>
                  ${arrow(current.trend, 18)}
                  ${current.delta === null ? nothing : format.change(current.delta, snapshot.unit)}
                  ${level === "in_range" ? nothing : t(`level.${level}`)}`
              : last
                ? html`<s>${valueText(last.value, snapshot, format, t)}</s>
                    ${format.time(last.time, this.now)}`
                : "–"
          }
        </span>
      </span>
    </button>`;
  }

  private moreInfo(): void {
    const detail = { entityId: this.config?.entity };
    this.dispatchEvent(
      new CustomEvent("hass-more-info", { detail, bubbles: true, composed: true }),
    );
  }

  static override styles = [
    colors,
    drill,
    css`
      :host {
        display: block;
      }
      .badge {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: var(--ha-badge-size, 36px);
        box-sizing: border-box;
        padding: 2px 14px;
        border: var(--ha-card-border-width, 1px) solid
          var(--ha-card-border-color, var(--line));
        border-radius: var(--ha-badge-border-radius, 18px);
        background: var(--surface);
        color: var(--text);
        font: inherit;
        font-size: 13px;
        line-height: 1.25;
        text-align: start;
      }
      button {
        cursor: pointer;
      }
      :focus-visible {
        outline: 2px solid var(--primary-color, #0288d1);
        outline-offset: 2px;
      }
      .hidden {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
        white-space: nowrap;
      }
      .info {
        display: flex;
        flex-direction: column;
        white-space: nowrap;
      }
      .line {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        font-weight: 500;
      }
      small {
        font-size: 11px;
        color: var(--muted);
      }
      s {
        color: var(--muted);
      }
      .mark {
        flex: none;
      }
      .in_range .mark {
        color: var(--in-range);
      }
      .above .mark,
      .high .mark {
        color: var(--high);
      }
      .below .mark {
        color: var(--low);
      }
      .high {
        border: 2px solid var(--high);
      }
      .below {
        border: 2px dashed var(--low);
      }
      .low,
      .urgent_low {
        background: var(--alarm);
        border: 2px solid var(--low);
        color: #fff;
      }
      .urgent_low {
        border-color: var(--text);
      }
      .low small,
      .urgent_low small {
        color: #fff;
      }
    `,
  ];
}
