/** Logged carbs, insulin and exercise, as they are shown. */

import type { LoggedEvent } from "../protocol";
import type { Formatter } from "./format";
import type { Translate } from "./texts";

/** Types with a text and a mark of their own, in the order of the legend. */
export const EVENT_TYPES = [
  "carbs",
  "fast_acting_insulin",
  "long_acting_insulin",
  "insulin",
  "exercise",
] as const;

/** Return the amount of an event with its unit, empty where it has none. */
export function amountText(event: LoggedEvent, format: Formatter, t: Translate): string {
  if (event.value === null) return "";
  const digits = [0, 1].find((each) => Number(event.value?.toFixed(each)) === event.value) ?? 2;
  const value = format.number(event.value, digits);
  switch (event.unit) {
    case "grams":
      return t("events.grams", { value });
    case "units":
      return t("events.units", { value });
    case "minutes":
      return format.count(event.value, "minute");
    default:
      return event.unit ? `${value} ${event.unit}` : value;
  }
}

/** Return an event in words, such as "Carbs 30 g". */
export function eventText(event: LoggedEvent, format: Formatter, t: Translate): string {
  return `${t(`events.${event.type}`)} ${amountText(event, format, t)}`.trim();
}
