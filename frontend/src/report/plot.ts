/** What the plots of the report share: the axis of glucose and the frame. */

import { html, type TemplateResult } from "lit";
import type { Formatter } from "../core/format";
import { type Scale, valueTicks } from "../core/scale";
import type { ReportData } from "./data";

export const DAY = 24 * 60;

/** The axis ends here in every report, so that two reports can be compared. */
export const AXIS_TOP = 350;

/** A reading is due every five minutes; a longer pause, in minutes, is a gap. */
export const LONGEST_PAUSE_MINUTES = 16;

export const x: Scale = (minute) => minute;

/** The vertical scale. Values beyond the axis are drawn at its upper edge. */
export const y: Scale = (value) => AXIS_TOP - Math.min(value, AXIS_TOP);

/** Return the values to label, at least `distance` mg/dL apart. */
export function axisValues({ target }: ReportData, distance: number): number[] {
  const limits = [target.low, target.high];
  return valueTicks(y, limits, [AXIS_TOP], [250, 0], distance).map((tick) => tick.value);
}

/** Return the labels of the vertical axis. */
export function valueLabels(
  values: readonly number[],
  { target, unit }: ReportData,
  format: Formatter,
): TemplateResult[] {
  return values.map((value) => {
    const isLimit = value === target.low || value === target.high;
    return html`<span
      class="value ${isLimit ? "limit" : ""}"
      style="bottom:${(value / AXIS_TOP) * 100}%"
      >${format.glucose(value, unit)}</span
    >`;
  });
}

/** Return horizontal lines at values, for a plot that is `width` minutes wide. */
export function horizontals(values: readonly number[], width: number): string {
  return values.map((value) => `M0 ${y(value)}H${width}`).join("");
}

/** Return vertical lines at minutes. */
export function verticals(minutes: readonly number[]): string {
  return minutes.map((minute) => `M${minute} 0V${AXIS_TOP}`).join("");
}
