/** The profile card: how glucose runs over the day. */

import { css, html, nothing, type TemplateResult } from "lit";
import { leftToRight } from "../core/format";
import { FEWEST_DAYS, FEWEST_DAYS_AT_ALL, hasThinBins } from "../core/profile";
import type { Snapshot } from "../core/readings";
import { type HomeAssistant, pageHass } from "../ha";
import type { Profile } from "../protocol";
import { choice, choiceField, entityField, form, nameField, stubEntity } from "./forms";
import { MeasuresCard, type MeasuresConfig } from "./measures_card";
import { colors, shared } from "./styles";

const DAYS = [14, 30, 90] as const;

export interface ProfileCardConfig extends MeasuresConfig {
  daily?: boolean;
}

const NO_LINES: Profile["daily"] = [];

export class ProfileCard extends MeasuresCard<ProfileCardConfig, Profile> {
  protected override readonly choices = DAYS;
  protected override readonly interval = 15 * 60;

  static getConfigForm() {
    const localize = pageHass()?.localize;
    return form([
      entityField,
      nameField,
      choiceField(localize, "days", DAYS, 14),
      { name: "daily", default: false, selector: { boolean: {} } },
    ]);
  }

  static getStubConfig(hass: HomeAssistant) {
    return { entity: stubEntity(hass), days: "14" };
  }

  getCardSize(): number {
    return 6;
  }

  getGridOptions() {
    return { columns: 12, rows: 7, min_columns: 6, min_rows: 6 };
  }

  protected override checked(config: ProfileCardConfig): ProfileCardConfig {
    this.days = choice(config.days, DAYS, 14, "days");
    return config;
  }

  protected override get heading(): string {
    return this.t("profile.title");
  }

  protected override question(): Record<string, unknown> {
    const { entity, daily } = this.config ?? {};
    return {
      type: "dexcom_cgm/profile",
      entity_id: entity,
      days: this.days,
      daily: daily === true,
    };
  }

  protected override measures(profile: Profile, { unit }: Snapshot): TemplateResult {
    const { format, t } = this;
    const missing = FEWEST_DAYS_AT_ALL - profile.days_with_data;
    if (missing > 0) {
      return html`<div class="problem" role="status">
        <strong>${t("profile.too_few")}</strong>
        <p>${t("profile.missing", { days: format.number(missing) })}</p>
      </div>`;
    }
    const notes = [
      t("profile.rests_on", { days: format.count(profile.days_with_data, "day", "long") }),
    ];
    if (hasThinBins(profile.bins)) {
      notes.push(t("profile.thin", { days: format.count(FEWEST_DAYS, "day", "long") }));
    }
    if (profile.time_zone !== format.timeZone) {
      notes.push(t("profile.time_zone", { zone: profile.time_zone }));
    }
    return html`<dexcom-cgm-profile-chart
        .bins=${profile.bins}
        .daily=${profile.daily ?? NO_LINES}
        .target=${profile.target}
        .unit=${unit}
        .format=${format}
        .t=${t}
      ></dexcom-cgm-profile-chart>
      <div class="legend note">
        <span><i class="median"></i>${t("profile.median")}</span>
        <span><i class="inner"></i>${leftToRight(format.percents(25, 75))}</span>
        <span><i class="outer"></i>${leftToRight(format.percents(5, 95))}</span>
        ${this.config?.daily ? html`<span><i class="daily"></i>${t("profile.daily")}</span>` : nothing}
      </div>
      <p class="note">${notes.join(" ")}</p>`;
  }

  static override styles = [
    colors,
    shared,
    css`
      :host {
        --band: var(--dexcom-cgm-profile-color, #1f5fa8);
      }
      :host([dark]) {
        --band: var(--dexcom-cgm-profile-color, #7db5f0);
      }
      dexcom-cgm-profile-chart {
        flex: 1 1 200px;
        min-height: 90px;
      }
      .legend {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 14px;
      }
      .legend span {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
      i {
        width: 18px;
        height: 10px;
        background: color-mix(in srgb, var(--band) 48%, transparent);
      }
      i.outer {
        background: color-mix(in srgb, var(--band) 18%, transparent);
        outline: 1px dashed var(--band);
      }
      i.median {
        height: 3px;
        background: var(--band);
      }
      i.daily {
        height: 1px;
        background: var(--muted);
      }
    `,
  ];
}
