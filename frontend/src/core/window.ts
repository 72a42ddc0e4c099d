/** The time window of the graph and its ticks. */

import type { Formatter } from "./format";

export const HOURS = [3, 6, 12, 24] as const;
export type Hours = (typeof HOURS)[number];

/** The longest delay by which the graph is extended, in seconds. */
export const LONGEST_DELAY = 6 * 3600;

/** Hours to subscribe to, so that any window and any delay fits. */
export const SUBSCRIBED_HOURS = 24 + LONGEST_DELAY / 3600;

export interface Window {
  start: number;
  /** From when on readings may still be on their way; the end where that is not so. */
  known: number;
  end: number;
}

/**
 * Return a window of `hours` up to the newest reading, plus the time since then.
 *
 * Readings reach the server up to some hours late. A window that ended now would be empty
 * for a short choice of hours; one that ended at the newest reading would hide its age.
 */
export function windowOf(
  hours: number,
  now: number,
  newest: number | null,
  staleAfter: number,
): Window {
  const limit = Math.min(staleAfter * 60, LONGEST_DELAY);
  const age = newest === null ? 0 : Math.max(0, now - newest);
  const start = now - Math.min(age, limit) - hours * 3600;
  return { start, known: age > limit ? now : now - age, end: now };
}

export interface Tick {
  time: number;
  label: string;
}

/** Return ticks at whole hours of the user's time zone, at most about `most`. */
export function timeTicks(window: Window, format: Formatter, most: number): Tick[] {
  const span = (window.end - window.start) / 3600;
  const step = [0.5, 1, 2, 3, 4, 6, 8, 12, 24].find((each) => span / each <= most) ?? 24;
  const ticks: Tick[] = [];
  // Time zones are at quarters of an hour; half-hour steps are the shortest.
  const quarter = 900;
  const first = Math.ceil(window.start / quarter) * quarter;
  for (let time = first; time <= window.end; time += quarter) {
    const minute = format.minuteOfDay(time);
    if (minute % (step * 60) === 0) ticks.push({ time, label: format.clock(minute, step >= 1) });
  }
  return ticks;
}
