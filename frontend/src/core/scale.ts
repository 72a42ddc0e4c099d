/** Scales between values and pixels. */

export type Scale = (value: number) => number;

/** Return a linear scale from a domain to a range. */
export function linear(domain: [number, number], range: [number, number]): Scale {
  const factor = (range[1] - range[0]) / (domain[1] - domain[0]);
  return (value) => range[0] + (value - domain[0]) * factor;
}

/** Shorten a coordinate: a tenth of a pixel is precise enough for a path. */
export function px(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Return the greatest value of the glucose axis in mg/dL for what it has to hold. */
export function axisTop(values: readonly number[], ...marks: number[]): number {
  let most = Math.max(...marks);
  for (const value of values) if (value > most) most = value;
  // Above HIGH there is room for the word.
  return most > 400 ? 440 : Math.max(220, Math.ceil((most + 12) / 10) * 10);
}

export const AXIS_BOTTOM = 20;

export interface ValueTick {
  value: number;
  kind: "target" | "threshold" | "plain";
}

/**
 * Return the values to label on the glucose axis, without labels that would overlap.
 *
 * The limits of the target range come first, then the thresholds of the person.
 */
export function valueTicks(
  scale: Scale,
  target: readonly number[],
  thresholds: readonly number[],
  plain: readonly number[],
  distance: number,
): ValueTick[] {
  const wanted: ValueTick[] = [
    ...target.map((value): ValueTick => ({ value, kind: "target" })),
    ...thresholds.map((value): ValueTick => ({ value, kind: "threshold" })),
    ...plain.map((value): ValueTick => ({ value, kind: "plain" })),
  ];
  const taken: ValueTick[] = [];
  for (const tick of wanted) {
    if (taken.every((each) => Math.abs(scale(each.value) - scale(tick.value)) >= distance)) {
      taken.push(tick);
    }
  }
  return taken;
}
