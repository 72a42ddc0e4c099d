/** The rows below the graph with carbs, insulin and exercise. */

import { nothing, svg, type TemplateResult } from "lit";
import { amountText } from "../core/events";
import type { Formatter } from "../core/format";
import { px, type Scale } from "../core/scale";
import type { Translate } from "../core/texts";
import type { LoggedEvent } from "../protocol";
import { eventShape } from "./glyphs";

export const ROW_HEIGHT = 16;

/** Marks are eight pixels wide; a longer exercise is drawn as long as it lasted. */
const MARK = 8;
const CHARACTER = 6.2;

/** Insulin has a row of its own, because it is often logged together with carbs. */
const ROWS: readonly (readonly string[])[] = [
  ["carbs", "exercise"],
  ["fast_acting_insulin", "long_acting_insulin", "insulin"],
];

/** Return the events in rows, without empty rows. */
export function eventRows(events: readonly LoggedEvent[]): LoggedEvent[][] {
  return ROWS.map((types) => events.filter((each) => types.includes(each.type))).filter(
    (row) => row.length > 0,
  );
}

/** Draw the rows above the pixel `bottom`. */
export function eventLane(
  rows: readonly LoggedEvent[][],
  x: Scale,
  chart: { format: Formatter; t: Translate; clientWidth: number },
  bottom: number,
): TemplateResult {
  const top = bottom - rows.length * ROW_HEIGHT;
  return svg`${rows.map((row, index) => {
    const middle = top + index * ROW_HEIGHT + ROW_HEIGHT / 2 + 1;
    return row.map((event, at) => {
      const next = row[at + 1];
      return mark(event, x, middle, next ? x(next.time) - 6 : chart.clientWidth, chart);
    });
  })}`;
}

/** Draw an event, with its amount where that ends before the pixel `limit`. */
function mark(
  event: LoggedEvent,
  x: Scale,
  middle: number,
  limit: number,
  { format, t }: { format: Formatter; t: Translate },
): TemplateResult {
  const at = px(x(event.time));
  const minutes = event.type === "exercise" && event.unit === "minutes" ? (event.value ?? 0) : 0;
  const length = Math.max(0, px(x(event.time + minutes * 60)) - at);
  const isBar = length > MARK;
  const text = amountText(event, format, t);
  const textAt = at + (isBar ? length : MARK / 2) + 4;
  const hasRoom = textAt + text.length * CHARACTER < limit;
  return svg`
    ${
      isBar
        ? svg`<rect class="event" x=${at} y=${middle - 4} width=${length} height="8" rx="2" />`
        : svg`<path class="event ${event.type}" d=${eventShape(event.type, at, middle)} />`
    }
    ${hasRoom ? svg`<text class="amount" x=${textAt} y=${middle + 4}>${text}</text>` : nothing}`;
}
