/** Small drawings: trend arrows, and a mark for each range that differs in form. */

import { nothing, svg, type TemplateResult } from "lit";
import type { BandKey, Trend } from "../protocol";

const ANGLES: Record<Trend, number> = {
  rising_quickly: -90,
  rising: -90,
  rising_slightly: -45,
  steady: 0,
  falling_slightly: 45,
  falling: 90,
  falling_quickly: 90,
};

/** Draw the arrow of a trend, two of them where it is quick. */
export function arrow(trend: Trend | null, size: number): TemplateResult | typeof nothing {
  if (trend === null || !(trend in ANGLES)) return nothing;
  const shape = "M4 12h15M13 6l6 6-6 6";
  const isQuick = trend.endsWith("_quickly");
  const turn = `rotate(${ANGLES[trend]} 12 12)`;
  return svg`<svg class="arrow" width=${size} height=${size} viewBox="0 0 24 24" aria-hidden="true"
    fill="none" stroke="currentColor" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round">
    ${
      isQuick
        ? svg`<path transform="translate(-6 0) ${turn}" d=${shape} /><path transform="translate(6 0) ${turn}" d=${shape} />`
        : svg`<path transform=${turn} d=${shape} />`
    }
  </svg>`;
}

const SHAPES: Record<BandKey, string> = {
  very_low: "M2 1h12l-6 7zM2 8h12l-6 7z",
  low: "M2 4h12l-6 9z",
  in_range: "M8 3a5 5 0 1 1 0 10a5 5 0 1 1 0-10",
  high: "M3 3h10v10h-10z",
  very_high: "M1 6h9v9h-9zM6 1h9v9h-4v-5h-5z",
};

/** Draw the mark of a range: triangles for low, a circle in range, squares for high. */
export function mark(band: BandKey, size = 14): TemplateResult {
  return svg`<svg class="mark" width=${size} height=${size} viewBox="0 0 16 16" aria-hidden="true"
    fill="currentColor"><path d=${SHAPES[band]} /></svg>`;
}

/** Draw whether a goal is met. */
export function check(isMet: boolean): TemplateResult {
  const shape = isMet ? "M3 8.5l3.5 3.5L13 4.5" : "M4 4l8 8M12 4l-8 8";
  return svg`<svg class="mark" width="14" height="14" viewBox="0 0 16 16" aria-hidden="true"
    fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"><path d=${shape} /></svg>`;
}

/** Return the outline of an event's mark around a point. */
export function eventShape(type: string, x: number, y: number): string {
  switch (type) {
    case "carbs":
      return `M${x - 4} ${y}a4 4 0 1 1 8 0a4 4 0 1 1-8 0`;
    case "exercise":
      return `M${x - 4} ${y - 4}h8v8h-8z`;
    case "insulin":
      return `M${x - 1.5} ${y - 5}h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5v-3h3.5z`;
    default:
      return `M${x} ${y - 5}l5 5-5 5-5-5z`;
  }
}
