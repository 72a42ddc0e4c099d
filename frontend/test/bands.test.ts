import { expect, test } from "vitest";
import { decimalsBeside } from "../src/core/bands";
import type { Goal } from "../src/protocol";

const goal = (share: number | null, limit = 70): Goal => ({
  measure: "time_in_range",
  limit,
  is_minimum: true,
  share,
  is_met: null,
});

test("a share has one decimal, unless it would be shown as the limit that it is not", () => {
  expect(decimalsBeside(undefined)).toBe(1);
  expect(decimalsBeside(goal(null))).toBe(1);
  expect(decimalsBeside(goal(71.34))).toBe(1);
  expect(decimalsBeside(goal(70))).toBe(1);
  expect(decimalsBeside(goal(69.97))).toBe(2);
  expect(decimalsBeside(goal(70.003))).toBe(3);
});
