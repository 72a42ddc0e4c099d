/** SVG paths of readings. */

import type { Target } from "../protocol";
import { beyondSensor } from "./glucose";
import type { Series } from "./readings";
import { px, type Scale } from "./scale";

/** A longer pause between two readings is a gap: a reading is due every five minutes. */
export const LONGEST_PAUSE = 16 * 60;

export interface Run {
  from: number;
  /** Index after the last reading of the run. */
  to: number;
}

/** Split readings at their gaps. */
export function runs(times: readonly number[], longest = LONGEST_PAUSE): Run[] {
  const found: Run[] = [];
  let from = 0;
  for (let index = 1; index <= times.length; index += 1) {
    const ends =
      index === times.length || (times[index] as number) - (times[index - 1] as number) > longest;
    if (ends) {
      found.push({ from, to: index });
      from = index;
    }
  }
  return found;
}

/** Return a line through the readings that is broken at gaps; a lone reading is a dot. */
export function linePath(series: Series, x: Scale, y: Scale, longest = LONGEST_PAUSE): string {
  const { times, values } = series;
  let path = "";
  for (const { from, to } of runs(times, longest)) {
    for (let index = from; index < to; index += 1) {
      const command = index === from ? "M" : "L";
      path += `${command}${px(x(times[index] as number))} ${px(y(values[index] as number))}`;
    }
    if (to - from === 1) path += "h0";
  }
  return path;
}

/**
 * Return the areas between the readings and a limit, on the side beyond the limit.
 *
 * The line crosses the limit between two readings, so the areas begin and end there.
 */
export function areaBeyond(
  { times, values }: Series,
  limit: number,
  side: "low" | "high",
  x: Scale,
  y: Scale,
  longest = LONGEST_PAUSE,
): string {
  const beyond = (value: number) => (side === "high" ? value - limit : limit - value);
  const base = px(y(limit));
  let path = "";
  let open = false;
  for (const { from, to } of runs(times, longest)) {
    for (let index = from; index < to; index += 1) {
      const time = times[index] as number;
      const value = values[index] as number;
      const isBeyond = beyond(value) > 0;
      if (isBeyond !== open) {
        let start = px(x(time));
        if (index > from) {
          const before = times[index - 1] as number;
          const outside = beyond(values[index - 1] as number);
          start = px(x(before + ((time - before) * outside) / (outside - beyond(value))));
        }
        path += open ? `L${start} ${base}z` : `M${start} ${base}`;
        open = isBeyond;
      }
      if (isBeyond) path += `L${px(x(time))} ${px(y(value))}`;
    }
    if (open) path += `L${px(x(times[to - 1] as number))} ${base}z`;
    open = false;
  }
  return path;
}

export interface PointPaths {
  /** Dots: to be stroked with round caps. */
  inRange: string;
  /** Triangles that point down: to be filled. */
  low: string;
  /** Squares: to be filled. */
  high: string;
}

/** Return the readings as points, with different forms for low, in range and high. */
export function pointPaths(
  series: Series,
  x: Scale,
  y: Scale,
  target: Target,
  size: number,
): PointPaths {
  const paths: PointPaths = { inRange: "", low: "", high: "" };
  series.times.forEach((time, index) => {
    const value = series.values[index] as number;
    const left = px(x(time));
    const top = px(y(value));
    if (value < target.low) {
      const half = size * 0.85;
      paths.low += `M${px(left - half)} ${px(top - half)}h${px(2 * half)}l${px(-half)} ${px(2 * half)}z`;
    } else if (value > target.high) {
      const half = px(size * 0.6);
      paths.high += `M${px(left - half)} ${px(top - half)}h${2 * half}v${2 * half}h${-2 * half}z`;
    } else {
      paths.inRange += `M${left} ${top}h0`;
    }
  });
  return paths;
}

export interface Beyond {
  end: "low" | "high";
  from: number;
  to: number;
}

/** Return the stretches of time that lie beyond the sensor's range. */
export function beyondRuns(series: Series): Beyond[] {
  const found: Beyond[] = [];
  series.times.forEach((time, index) => {
    const end = beyondSensor(series.values[index] as number);
    const open = found.at(-1);
    if (end === null) return;
    if (open?.end === end && time - open.to <= LONGEST_PAUSE) open.to = time;
    else found.push({ end, from: time, to: time });
  });
  return found;
}
