/** Render the report from the data that the page embeds. */

import { html, nothing, render, type TemplateResult } from "lit";
import { Formatter } from "../core/format";
import { type Translate, translatorOf } from "../core/texts";
import type { Report, ReportData } from "./data";
import printed from "./report.css";
import { documentText, save } from "./save";
import screen from "./screen.css";
import { sheet } from "./sheet";

/** Return the report of a page's data. */
export function reportOf(data: ReportData): Report {
  const format = new Formatter({
    language: data.language,
    numberFormat: data.locale?.number_format ?? "language",
    timeFormat: data.locale?.time_format ?? "language",
    timeZone: data.time_zone,
  });
  return { data, format, t: translatorOf(data.texts) };
}

/** Return whether the browser prints: the web view of Android does nothing on request. */
function canPrint(): boolean {
  return typeof window.print === "function" && !navigator.userAgent.includes("; wv)");
}

function toolbar({ data }: Report, t: Translate): TemplateResult {
  const day = new Date(data.generated * 1000).toISOString().slice(0, 10);
  const download = () => save(documentText(document), `glucose-report-${day}.html`);
  return html`<header class="toolbar">
    ${
      canPrint()
        ? html`<button type="button" class="print" @click=${() => window.print()}>
            ${t("report.print")}
          </button>`
        : nothing
    }
    <button type="button" class="download" @click=${download}>${t("report.download")}</button>
  </header>`;
}

/** Put an element into the page; a saved page already has one. */
function place(element: HTMLElement, id: string, parent: HTMLElement): void {
  document.getElementById(id)?.remove();
  element.id = id;
  parent.append(element);
}

/** Render the report into the page. */
export function show(data: ReportData): void {
  const report = reportOf(data);
  const style = document.createElement("style");
  style.textContent = `${printed}\n${screen}`;
  place(style, "style", document.head);
  const root = document.createElement("div");
  render(html`${toolbar(report, report.t)} ${sheet(report)}`, root);
  place(root, "report", document.body);
}

function start(): void {
  const embedded = document.getElementById("data");
  if (embedded) show(JSON.parse(embedded.textContent ?? "") as ReportData);
}

// In a saved page the earlier rendering, which is replaced, follows this script.
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
