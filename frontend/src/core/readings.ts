/** What the server has sent about an account, and how messages update it. */

import {
  type Current,
  type LoggedEvent,
  PROTOCOL_VERSION,
  type ReadingsMessage,
  type Status,
  type Target,
  type Thresholds,
  type Unit,
} from "../protocol";

/** An immutable snapshot of an account: parts that did not change keep their identity. */
export interface Snapshot {
  version: number;
  series: Series;
  events: readonly LoggedEvent[];
  current: Current | null;
  last: { time: number; value: number } | null;
  status: Status;
  thresholds: Thresholds;
  target: Target;
  staleAfter: number;
  delay: number;
  historyLoaded: number;
  unit: Unit;
  title: string;
}

/** Columns of readings, ascending by time. */
export interface Series {
  readonly times: readonly number[];
  readonly values: readonly number[];
}

const HOUR = 3600;

const EMPTY: Snapshot = {
  version: PROTOCOL_VERSION,
  series: { times: [], values: [] },
  events: [],
  current: null,
  last: null,
  status: "ok",
  thresholds: { urgent_low: 55, low: 70, high: 250 },
  target: { low: 70, high: 180 },
  staleAfter: 90,
  delay: 60,
  historyLoaded: 100,
  unit: "mg/dL",
  title: "",
};

/** Apply a message to a snapshot and return the new one. */
export function apply(previous: Snapshot | undefined, message: ReadingsMessage): Snapshot {
  const base = message.full || !previous ? EMPTY : previous;
  return {
    version: message.version ?? base.version,
    series: merge(base.series, message.readings, message.hours),
    events: message.events ?? base.events,
    current: message.current === undefined ? base.current : message.current,
    last: message.last === undefined ? base.last : message.last,
    status: message.status ?? base.status,
    thresholds: message.thresholds ?? base.thresholds,
    target: message.target ?? base.target,
    staleAfter: message.stale_after ?? base.staleAfter,
    delay: message.delay ?? base.delay,
    historyLoaded: message.history_loaded ?? base.historyLoaded,
    unit: message.unit ?? base.unit,
    title: message.title ?? base.title,
  };
}

/** Return whether measures and profile may differ from one snapshot to the next. */
export function recordChanged(before: Snapshot | undefined, after: Snapshot): boolean {
  return (
    before?.series !== after.series ||
    before.historyLoaded !== after.historyLoaded ||
    before.unit !== after.unit
  );
}

/** Replace the readings of some hours; without any series, start with the readings. */
function merge(
  series: Series,
  readings: { time: number[]; value: number[] } | undefined,
  hours: readonly number[] | undefined,
): Series {
  if (!readings) return series;
  const replaced = new Set(hours?.map((start) => Math.floor(start / HOUR)));
  const found: [number, number][] = readings.time.map((time, index) => [
    time,
    readings.value[index] as number,
  ]);
  series.times.forEach((time, index) => {
    if (!replaced.has(Math.floor(time / HOUR))) found.push([time, series.values[index] as number]);
  });
  found.sort(([one], [other]) => one - other);
  return { times: found.map(([time]) => time), values: found.map(([, value]) => value) };
}

/** Return the index of the first time that is not before `time`. */
export function indexAt(times: readonly number[], time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Return the part of a series from `start` to `end`, both included. */
export function between(series: Series, start: number, end: number): Series {
  const from = indexAt(series.times, start);
  const to = indexAt(series.times, end + 1);
  if (from === 0 && to === series.times.length) return series;
  return { times: series.times.slice(from, to), values: series.values.slice(from, to) };
}
