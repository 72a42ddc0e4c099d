/** The five ranges, their shares and goals, as they are shown. */

import type { Band, Goal, Unit } from "../protocol";
import { type Formatter, leftToRight } from "./format";
import { roundHalfAway } from "./glucose";
import type { Translate } from "./texts";

/** The goal that belongs beside each band; those of low and high hold for both bands. */
const GOALS: Record<Band["key"], string> = {
  very_low: "time_very_low",
  low: "time_below_range",
  in_range: "time_in_range",
  high: "time_above_range",
  very_high: "time_very_high",
};

/** Return the goal that belongs beside a band. */
export function goalOf(band: Band, goals: readonly Goal[]): Goal | undefined {
  return goals.find((each) => each.measure === GOALS[band.key]);
}

/** Return whether the goal beside a band counts the band beyond it too. */
export function isSum(band: Band): boolean {
  return band.key === "low" || band.key === "high";
}

/**
 * Return with how many decimals to show a share beside its goal, one as a rule.
 *
 * A share that is not exactly the limit must not be shown as the limit.
 */
export function decimalsBeside(goal: Goal | undefined): number {
  if (!goal || goal.share === null) return 1;
  for (let digits = 1; digits < 3; digits += 1) {
    if (roundHalfAway(goal.share, digits) !== goal.limit || goal.share === goal.limit) {
      return digits;
    }
  }
  return 3;
}

/** Return the share of a band, with enough decimals to compare it with its goal. */
export function shareText(band: Band, goal: Goal | undefined, format: Formatter): string {
  if (band.share === null) return "–";
  return format.percent(band.share, isSum(band) ? 1 : decimalsBeside(goal));
}

/** Return the limits of a band, such as "70–180". */
export function limitsText({ from, to }: Band, format: Formatter, unit: Unit): string {
  const shown = (value: number) => format.glucose(value, unit);
  if (from === null && to !== null) return leftToRight(`<\u00a0${shown(to + 1)}`);
  if (to === null && from !== null) return leftToRight(`>\u00a0${shown(from - 1)}`);
  return leftToRight(`${shown(from ?? 0)}–${shown(to ?? 0)}`);
}

/** Return the goal beside a band in words, such as "Goal > 70%". */
export function goalText(goal: Goal, band: Band, format: Formatter, t: Translate): string {
  const sign = goal.is_minimum ? ">" : "<";
  const limit = leftToRight(`${sign}\u00a0${format.percent(goal.limit, goal.limit % 1 ? 1 : 0)}`);
  return t(isSum(band) ? `range.goal_${band.key}` : "range.goal_one", { limit });
}

/** Return the share that a goal of two bands is about, in parentheses; else nothing. */
export function sumText(goal: Goal, band: Band, format: Formatter): string {
  if (!isSum(band) || goal.share === null) return "";
  return ` (${format.percent(goal.share, decimalsBeside(goal))})`;
}
