/** Glucose values: units, levels, and the limits of what a sensor reports. */

import type { Current, Target, Unit } from "../protocol";

const MG_DL_PER_MMOL_L = 18.016;
const BELOW_RANGE = 39;
const ABOVE_RANGE = 401;

/** How a value relates to the target range and the person's thresholds. */
export type Level = "urgent_low" | "low" | "below" | "in_range" | "above" | "high";

/** Round to a number of decimals, half values away from zero. */
export function roundHalfAway(value: number, digits = 0): number {
  const scale = 10 ** digits;
  // The product of 1.15 and 10 is 11.499999999999998: allow for the float's precision.
  const scaled = Math.abs(value) * scale;
  const rounded = (Math.round(scaled * (1 + Number.EPSILON)) / scale) * Math.sign(value);
  return rounded || 0;
}

/** Convert mg/dL to a unit as it is shown: whole mg/dL, or mmol/L with one decimal. */
export function inUnit(value: number, unit: Unit): number {
  return unit === "mmol/L" ? roundHalfAway(value / MG_DL_PER_MMOL_L, 1) : roundHalfAway(value);
}

/** Return which end of the sensor's range a reading lies beyond, null if within. */
export function beyondSensor(value: number): "low" | "high" | null {
  if (value <= BELOW_RANGE) return "low";
  return value >= ABOVE_RANGE ? "high" : null;
}

/** Return the level of the current reading; a threshold of the person counts first. */
export function levelOf(current: Current, target: Target): Level {
  if (current.is_urgent_low) return "urgent_low";
  if (current.is_low) return "low";
  if (current.is_high) return "high";
  if (current.value < target.low) return "below";
  return current.value > target.high ? "above" : "in_range";
}
