/** The buttons that open the report or download a CSV file; in a view, the report's as a badge. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { type Translate, translator } from "../core/texts";
import { type Problem, problemOf } from "../data/errors";
import { type Export, type ExportFormat, exportUrl, FORMATS } from "../data/export";
import type { HomeAssistant } from "../ha";
import { colors } from "./styles";

const DAYS = 14;

const LABELS: Record<ExportFormat, string> = {
  html: "export.report",
  readings_csv: "export.readings_csv",
  events_csv: "export.events_csv",
};

/** What to say where trying again does not help. */
const PROBLEMS: Partial<Record<Problem, string>> = {
  unauthorized: "export.unauthorized",
  server_older: "problem.server_older.text",
};

export class ExportLinks extends LitElement {
  static override properties = {
    hass: { attribute: false },
    source: { attribute: false },
    formats: { attribute: false },
    state: { state: true },
  };

  declare hass: HomeAssistant | undefined;
  declare source: Export | undefined;
  declare formats: readonly ExportFormat[];
  /** What happened to the last request: it waits, failed, or its tab was blocked. */
  declare protected state: { waiting?: boolean; problem?: string; url?: string };

  constructor() {
    super();
    this.formats = FORMATS;
    this.state = {};
  }

  /** Accept the configuration of a badge, which offers the report only. */
  setConfig({ entity = "" }: { entity?: string }): void {
    this.source = { entity, days: DAYS, targets: undefined };
    this.formats = ["html"];
  }

  private get t(): Translate {
    return translator(this.hass?.localize);
  }

  private async request(format: ExportFormat): Promise<void> {
    const { hass, source } = this;
    if (!hass || !source || this.state.waiting) return;
    // A browser allows a new tab during the click only, and the address comes later.
    const tab = format === "html" ? window.open("", "_blank") : null;
    if (tab) tab.opener = null;
    this.state = { waiting: true };
    try {
      const url = await exportUrl(hass, source, format);
      this.state = format === "html" && !tab ? { url } : {};
      if (tab) tab.location.replace(url);
      else if (format !== "html") download(url);
    } catch (error) {
      tab?.close();
      this.state = { problem: this.t(PROBLEMS[problemOf(error)] ?? "export.failed") };
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.hass) return nothing;
    const { t } = this;
    const { waiting, problem, url } = this.state;
    return html`${this.formats.map(
      (format) => html`<button
          type="button"
          @click=${() => this.request(format)}
        >
          ${t(LABELS[format])}
        </button>`,
    )}
      <span role="status"
        >${waiting ? t("export.waiting") : (problem ?? "")}${
          url
            ? html`${t("export.blocked")}
                <a href=${url} target="_blank" rel="noopener">${t("export.open")}</a>`
            : nothing
        }</span
      >`;
  }

  static override styles = [
    colors,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
        font-size: 13px;
        color: var(--text);
      }
      button {
        min-height: 32px;
        padding: 0 14px;
        border: 1px solid var(--muted);
        border-radius: 16px;
        background: var(--surface);
        color: inherit;
        font: inherit;
        cursor: pointer;
      }
      a {
        color: inherit;
      }
      :focus-visible {
        outline: 2px solid var(--primary-color, #0288d1);
        outline-offset: 2px;
      }
    `,
  ];
}

function download(url: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = "";
  link.click();
}
