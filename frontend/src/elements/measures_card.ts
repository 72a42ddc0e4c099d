/** What the range card and the profile card share: an answer that follows the readings. */

import { html, type TemplateResult } from "lit";
import type { Snapshot } from "../core/readings";
import { problemOf } from "../data/errors";
import { ask } from "../data/query";
import { PROTOCOL_VERSION } from "../protocol";
import { AccountElement, type CardConfig, messageCard } from "./account_element";

export interface MeasuresConfig extends CardConfig {
  days?: number | string;
}

export abstract class MeasuresCard<
  Config extends MeasuresConfig,
  Answer extends { version: number },
> extends AccountElement<Config> {
  protected days = 14;
  protected answer: Answer | undefined;

  private failed = false;
  /** The question that `answer` belongs to. */
  private answered = "";
  /** The question that was asked last, and at which revision of the readings. */
  private asked = "";
  private askedRevision = -1;
  private askedAt = 0;

  /** The choices of days. */
  protected abstract readonly choices: readonly number[];
  /** How often the answer is computed anew at most, in seconds. */
  protected abstract readonly interval: number;
  protected abstract question(): Record<string, unknown>;
  protected abstract measures(answer: Answer, snapshot: Snapshot): TemplateResult;
  protected abstract readonly heading: string;

  /** The targets of a report, as far as the card has any. */
  protected get targets(): string | undefined {
    return undefined;
  }

  protected override message(title: string, text: string, reload: boolean): TemplateResult {
    return messageCard(this.accountName, title, text, reload ? this.t("reload") : null);
  }

  override feedChanged(): void {
    this.askIfDue();
    super.feedChanged();
  }

  protected override becameVisible(): void {
    super.becameVisible();
    this.askIfDue();
  }

  protected override minutePassed(): void {
    this.askIfDue();
  }

  /** Ask again where the readings have changed, but not too often, and never while hidden. */
  private askIfDue(): void {
    const { feed, hass } = this;
    if (!feed?.snapshot || feed.problem || !hass || !this.isVisible()) return;
    const message = this.question();
    const question = JSON.stringify(message);
    const { revision } = feed;
    if (question === this.asked) {
      if (revision === this.askedRevision || this.now - this.askedAt < this.interval) return;
    }
    this.asked = question;
    this.askedRevision = revision;
    this.askedAt = this.now;
    const isLatest = () => this.asked === question && this.askedRevision === revision;
    ask<Answer>(hass.connection, message, revision).then(
      (answer) => {
        if (!isLatest()) return;
        this.answer = answer;
        this.answered = question;
        this.failed = false;
        this.refresh();
      },
      (error: unknown) => {
        if (!isLatest()) return;
        // Asked again a minute later, or as soon as the subscription has recovered.
        this.asked = "";
        this.failed = problemOf(error) !== "not_loaded";
        this.refresh();
      },
    );
  }

  protected choose(days: number): void {
    this.days = days;
    this.failed = false;
    this.askIfDue();
    this.requestUpdate();
  }

  protected override content(snapshot: Snapshot): TemplateResult {
    const { t } = this;
    // An answer about other days or another account must not stand under this heading.
    const answer = this.answered === JSON.stringify(this.question()) ? this.answer : undefined;
    let body: TemplateResult;
    if (answer && answer.version !== PROTOCOL_VERSION) {
      const key = answer.version > PROTOCOL_VERSION ? "server_newer" : "server_older";
      body = this.inner(t(`problem.${key}.title`), t(`problem.${key}.text`));
    } else if (answer) {
      body = this.measures(answer, snapshot);
    } else if (this.failed) {
      body = this.inner(t("problem.failed.title"), t("problem.failed.text"));
    } else {
      body = this.inner(t("loading"), "");
    }
    return html`<ha-card>
      <header>
        <div>
          <h2>${this.heading}</h2>
          <div class="note">${this.accountName} · ${snapshot.unit}</div>
        </div>
        <div class="choice" role="group" aria-label=${t("form.days")}>
          ${this.choices.map(
            (days) => html`<button
              type="button"
              aria-pressed=${days === this.days}
              @click=${() => this.choose(days)}
            >
              ${t("days_short", { days: this.format.number(days) })}
            </button>`,
          )}
        </div>
      </header>
      ${body}
      ${
        snapshot.historyLoaded < 100
          ? html`<p class="note">
              ${t("history_loading", { percent: this.format.percent(snapshot.historyLoaded) })}
            </p>`
          : ""
      }
      <dexcom-cgm-export
        .hass=${this.hass}
        .source=${{ entity: this.config?.entity ?? "", days: this.days, targets: this.targets }}
      ></dexcom-cgm-export>
    </ha-card>`;
  }

  private inner(title: string, text: string): TemplateResult {
    return html`<div class="problem" role="status">
      <strong>${title}</strong>
      <p>${text}</p>
    </div>`;
  }
}
