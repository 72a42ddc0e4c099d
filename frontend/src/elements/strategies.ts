/** The section strategy and the dashboard strategy, with their editor. */

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { dashboard, type StrategyConfig, section } from "../core/strategy";
import { loadTexts, translator } from "../core/texts";
import type { HomeAssistant } from "../ha";
import { entityField, type Field, stubEntity } from "./forms";

const TYPE = "custom:dexcom-cgm";

async function texts(hass: HomeAssistant) {
  return translator((await loadTexts(hass)) ?? hass.localize);
}

abstract class Strategy extends HTMLElement {
  /** Changes of these make Home Assistant build the view again. */
  static readonly registryDependencies = ["entities", "devices"];

  static getConfigElement(): HTMLElement {
    return document.createElement("dexcom-cgm-strategy-editor");
  }
}

export class DashboardStrategy extends Strategy {
  static async generate(config: StrategyConfig, hass: HomeAssistant) {
    return dashboard(config, hass, await texts(hass));
  }

  static getStubConfig() {
    return { type: TYPE };
  }

  static async getCreateSuggestions(hass: HomeAssistant) {
    return { title: (await texts(hass))("strategy.name"), icon: "mdi:water" };
  }
}

export class SectionStrategy extends Strategy {
  static async generate(config: StrategyConfig, hass: HomeAssistant) {
    return section(config, hass, await texts(hass));
  }

  static getStubConfig(hass: HomeAssistant) {
    return { type: TYPE, entity: stubEntity(hass) };
  }
}

/** The editor of both strategies: which account to show. */
export class StrategyEditor extends LitElement {
  static override properties = { hass: { attribute: false }, config: { state: true } };

  declare hass: HomeAssistant | undefined;
  declare protected config: StrategyConfig | undefined;

  setConfig(config: StrategyConfig): void {
    this.config = config;
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.hass || !this.config) return nothing;
    const t = translator(this.hass.localize);
    return html`<ha-form
      .hass=${this.hass}
      .data=${this.config}
      .schema=${[{ ...entityField, required: false }]}
      .computeLabel=${(field: Field) => t(`form.${field.name}`)}
      .computeHelper=${() => t("strategy.all_accounts")}
      @value-changed=${this.changed}
    ></ha-form>`;
  }

  private changed(event: CustomEvent<{ value: StrategyConfig }>): void {
    event.stopPropagation();
    const config: StrategyConfig = { ...this.config, ...event.detail.value };
    if (!config.entity) delete config.entity;
    this.dispatchEvent(
      new CustomEvent("config-changed", { detail: { config }, bubbles: true, composed: true }),
    );
  }
}
