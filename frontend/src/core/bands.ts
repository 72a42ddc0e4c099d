/** Shares of the five ranges, as they are shown. */

import type { Goal } from "../protocol";
import { roundHalfAway } from "./glucose";

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
