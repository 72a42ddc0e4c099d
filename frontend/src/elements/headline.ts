/** The current glucose in words and as drawn by the glucose card and the badge. */

import { html, nothing, type TemplateResult } from "lit";
import type { Formatter } from "../core/format";
import type { Level } from "../core/glucose";
import type { Headline } from "../core/headline";
import type { Snapshot } from "../core/readings";
import type { Translate } from "../core/texts";
import type { BandKey } from "../protocol";
import { mark } from "./glyphs";

export const MARKS: Record<Level, BandKey> = {
  urgent_low: "very_low",
  low: "low",
  below: "low",
  in_range: "in_range",
  above: "high",
  high: "very_high",
};

export function valueText(value: number, snapshot: Snapshot, format: Formatter, t: Translate) {
  return format.reading(value, snapshot.unit, { low: t("value.low"), high: t("value.high") });
}

/** Return the age of the reading, in minutes; of an old one in hours or days. */
export function ageText(headline: Headline, format: Formatter, t: Translate): string {
  const minutes = headline.ageMinutes;
  if (minutes === null) return "";
  if (minutes === 0) return t("age.ago", { age: `< ${format.count(1, "minute")}` });
  const age =
    headline.current || minutes < 120
      ? format.count(minutes, "minute")
      : minutes < 48 * 60
        ? format.duration(minutes)
        : format.count(Math.floor(minutes / 1440), "day", "long");
  return t("age.ago", { age });
}

/** Return all that the headline shows as one sentence, for screen readers. */
export function spoken(
  headline: Headline,
  snapshot: Snapshot,
  now: number,
  format: Formatter,
  t: Translate,
): string {
  const { current, last, level } = headline;
  const age = ageText(headline, format, t);
  const status = headline.status ? t(`status.${headline.status}.title`) : "";
  if (current && level) {
    const parts = [
      `${valueText(current.value, snapshot, format, t)} ${snapshot.unit}`,
      t(`level.${level}`),
      current.trend ? t(`trend.${current.trend}`) : "",
      current.delta === null
        ? ""
        : `${format.change(current.delta, snapshot.unit)} ${snapshot.unit}`,
      age,
      current.source === "live" ? t("live") : "",
      status,
    ];
    if (current.source === "drill") parts.unshift(t("drill.mark"), t("drill.text"));
    return parts.filter(Boolean).join(", ");
  }
  if (!last) return status;
  const value = `${valueText(last.value, snapshot, format, t)} ${snapshot.unit}`;
  return `${status}, ${t("last_reading", { value, time: format.time(last.time, now), age })}`;
}

export function levelMark(level: Level, size = 14): TemplateResult {
  return mark(MARKS[level], size);
}

/** Return the mark of a made-up reading, with a sentence where there is room for it. */
export function drillMark(
  headline: Headline,
  t: Translate,
  hasText: boolean,
): TemplateResult | typeof nothing {
  if (headline.current?.source !== "drill") return nothing;
  return html`<span class="drill" aria-hidden="true">
    <strong>${t("drill.mark")}</strong>${hasText ? html` <span>${t("drill.text")}</span>` : nothing}
  </span>`;
}

/** Return a status in words with what to do about it. */
export function statusNote(headline: Headline, t: Translate): TemplateResult | typeof nothing {
  const { status } = headline;
  if (status === null) return nothing;
  return html`<div class="status ${status}" role="status">
    <strong>${t(`status.${status}.title`)}</strong>
    <span>${t(`status.${status}.text`)}</span>
  </div>`;
}
