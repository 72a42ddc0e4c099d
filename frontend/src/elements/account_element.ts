/** What all cards and the badge share: configuration, data, texts, time and visibility. */

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { accountName, isOurs } from "../core/accounts";
import { type Formatter, formatterOf } from "../core/format";
import type { Snapshot } from "../core/readings";
import { loadTexts, type Translate, translator } from "../core/texts";
import { everyMinute, now } from "../data/clock";
import type { Problem } from "../data/errors";
import { feedOf, type ReadingsFeed, type Subscriber } from "../data/readings_feed";
import type { HomeAssistant } from "../ha";

export interface CardConfig {
  type: string;
  entity?: string;
  name?: string;
}

/** Return whether what the cards use of Home Assistant differs. */
function differs(before: HomeAssistant, after: HomeAssistant, entityId: string): boolean {
  return (
    before.connection !== after.connection ||
    before.locale !== after.locale ||
    before.language !== after.language ||
    before.localize !== after.localize ||
    before.themes?.darkMode !== after.themes?.darkMode ||
    before.config.state !== after.config.state ||
    before.config.time_zone !== after.config.time_zone ||
    before.entities[entityId] !== after.entities[entityId]
  );
}

export abstract class AccountElement<Config extends CardConfig>
  extends LitElement
  implements Subscriber
{
  protected config: Config | undefined;
  protected feed: ReadingsFeed | undefined;

  private currentHass: HomeAssistant | undefined;
  private inView = true;
  private isStale = false;
  private viewObserver: IntersectionObserver | undefined;
  private leaveFeed: (() => void) | undefined;
  private stopClock: (() => void) | undefined;

  setConfig(config: Config): void {
    this.config = this.checked(config);
    this.follow();
    this.requestUpdate();
  }

  /** Return a configuration with its values checked. Raises where one is not valid. */
  protected checked(config: Config): Config {
    return config;
  }

  get hass(): HomeAssistant | undefined {
    return this.currentHass;
  }

  set hass(hass: HomeAssistant | undefined) {
    const before = this.currentHass;
    this.currentHass = hass;
    if (!hass) return;
    const entityId = this.config?.entity ?? "";
    if (!before || before.connection !== hass.connection) this.follow();
    if (!before || before.language !== hass.language) {
      void loadTexts(hass).then(() => this.requestUpdate());
    }
    if (before && before.states[entityId] !== hass.states[entityId]) {
      this.feed?.entityChanged(hass.states[entityId]);
    }
    if (!before || differs(before, hass, entityId)) this.refresh();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.visibilityChanged);
    if (typeof IntersectionObserver !== "undefined") {
      this.viewObserver = new IntersectionObserver((entries) => {
        const entry = entries.at(-1);
        if (!entry) return;
        this.inView = entry.isIntersecting;
        this.visibilityChanged();
      });
      this.viewObserver.observe(this);
    }
    this.follow();
    this.visibilityChanged();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.visibilityChanged);
    this.viewObserver?.disconnect();
    this.inView = true;
    this.unfollow();
    this.stopClock?.();
    this.stopClock = undefined;
  }

  isVisible(): boolean {
    return this.isConnected && this.inView && document.visibilityState !== "hidden";
  }

  feedChanged(): void {
    this.refresh();
  }

  /** Update the element; while it cannot be seen, only once it can. */
  protected refresh(): void {
    if (this.isVisible() || !this.hasUpdated) this.requestUpdate();
    else this.isStale = true;
  }

  protected becameVisible(): void {
    this.feed?.becameVisible();
  }

  private readonly visibilityChanged = (): void => {
    if (!this.isVisible()) {
      this.stopClock?.();
      this.stopClock = undefined;
      return;
    }
    if (this.stopClock && !this.isStale) return;
    this.stopClock ??= everyMinute(() => this.minutePassed());
    this.isStale = false;
    this.becameVisible();
    this.requestUpdate();
  };

  protected minutePassed(): void {
    this.requestUpdate();
  }

  private follow(): void {
    const hass = this.currentHass;
    const entityId = this.config?.entity;
    if (!hass || !this.isConnected) return;
    if (!entityId) {
      this.unfollow();
      return;
    }
    const feed = feedOf(hass, entityId);
    if (feed === this.feed) return;
    this.unfollow();
    this.feed = feed;
    feed.entityChanged(hass.states[entityId]);
    this.leaveFeed = feed.add(this);
  }

  private unfollow(): void {
    this.leaveFeed?.();
    this.leaveFeed = undefined;
    this.feed = undefined;
  }

  protected get t(): Translate {
    return translator(this.currentHass?.localize);
  }

  protected get format(): Formatter {
    return formatterOf(this.currentHass as HomeAssistant);
  }

  /** The name of the account: as configured, of its device, or the account's title. */
  protected get accountName(): string {
    const hass = this.currentHass;
    const entityId = this.config?.entity;
    return (
      this.config?.name ||
      (hass && entityId && accountName(hass, entityId)) ||
      this.feed?.snapshot?.title ||
      this.t("name")
    );
  }

  protected get now(): number {
    return now();
  }

  protected abstract content(snapshot: Snapshot): TemplateResult;
  protected abstract message(title: string, text: string, reload: boolean): TemplateResult;

  protected override willUpdate(): void {
    this.toggleAttribute("dark", this.currentHass?.themes?.darkMode === true);
  }

  protected override render(): TemplateResult | typeof nothing {
    const hass = this.currentHass;
    if (!hass || !this.config) return nothing;
    if (!this.config.entity) return this.problem("no_entity");
    const problem = this.feed?.problem;
    if (problem) return this.problem(this.named(problem, hass, this.config.entity));
    const snapshot = this.feed?.snapshot;
    return snapshot ? this.content(snapshot) : this.message(this.t("loading"), "", false);
  }

  private named(problem: Problem, hass: HomeAssistant, entityId: string): string {
    if (problem === "not_found") {
      if (!hass.states[entityId] && !hass.entities[entityId]) return "missing";
      return isOurs(hass, entityId) ? "removed" : "foreign";
    }
    return problem === "server_older" && hass.config.state !== "RUNNING" ? "starting" : problem;
  }

  private problem(key: string): TemplateResult {
    const path = key === "auth_required" ? `status.${key}` : `problem.${key}`;
    const text = this.t(`${path}.text`, { entity: this.config?.entity ?? "" });
    return this.message(this.t(`${path}.title`), text, key === "server_newer");
  }
}

/** Return the content of a card that has nothing to show but a message. */
export function messageCard(
  name: string,
  title: string,
  text: string,
  reloadText: string | null,
): TemplateResult {
  return html`<ha-card>
    ${name ? html`<h2 class="muted">${name}</h2>` : nothing}
    <div class="problem" role="status">
      <strong>${title}</strong>
      ${text ? html`<p>${text}</p>` : nothing}
      ${
        reloadText
          ? html`<button type="button" @click=${() => location.reload()}>${reloadText}</button>`
          : nothing
      }
    </div>
  </ha-card>`;
}
