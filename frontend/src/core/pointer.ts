/** What the pointer of the graph reads out. */

import type { LoggedEvent } from "../protocol";
import { indexAt, type Series } from "./readings";
import { LONGEST_PAUSE } from "./trace";

export interface ReadOut {
  time: number;
  /** Glucose at exactly `time`; null in a gap. */
  value: number | null;
  events: LoggedEvent[];
}

/** Return the nearest time at which something can be read out. */
function nearest(times: readonly number[], time: number): number | undefined {
  const after = indexAt(times, time);
  const [one, other] = [times[after - 1], times[after]];
  if (one === undefined || other === undefined) return one ?? other;
  return time - one <= other - time ? one : other;
}

/**
 * Return what is read out at a moment: the nearest reading, unless none is near, and the
 * events within `reach` seconds.
 */
export function readOut(
  series: Series,
  events: readonly LoggedEvent[],
  time: number,
  reach: number,
): ReadOut {
  const found = nearest(series.times, time);
  const near = found !== undefined && Math.abs(found - time) <= Math.max(reach, LONGEST_PAUSE / 2);
  const at = near ? found : time;
  return {
    time: at,
    value: near ? (series.values[indexAt(series.times, at)] ?? null) : null,
    events: events.filter((event) => Math.abs(event.time - time) <= reach),
  };
}

/** Return where the pointer stops when it is moved by keyboard: readings and events. */
export function stops(series: Series, events: readonly LoggedEvent[]): number[] {
  const all = new Set([...series.times, ...events.map((event) => event.time)]);
  return [...all].sort((one, other) => one - other);
}

/** Return the stop `step` places from a time, null where there are none. */
export function stepFrom(all: readonly number[], time: number | null, step: number): number | null {
  if (all.length === 0) return null;
  const last = all.length - 1;
  if (time === null) return all[step === Number.NEGATIVE_INFINITY ? 0 : last] as number;
  const at = indexAt(all, time);
  const exact = all[at] === time;
  const index = exact || step < 0 ? at + step : at + step - 1;
  return all[Math.min(last, Math.max(0, index))] as number;
}
