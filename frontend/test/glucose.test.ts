import { describe, expect, test } from "vitest";
import { beyondSensor, inUnit, levelOf, roundHalfAway } from "../src/core/glucose";
import type { Current } from "../src/protocol";

const current = (value: number, flags: Partial<Current> = {}): Current => ({
  time: 0,
  value,
  delta: null,
  trend: null,
  source: "official",
  is_low: false,
  is_urgent_low: false,
  is_high: false,
  ...flags,
});
const target = { low: 70, high: 180 };

test.each([
  [180.5, 0, 181],
  [-180.5, 0, -181],
  [1.15, 1, 1.2],
  [-1.15, 1, -1.2],
  [1.005, 2, 1.01],
  [-0.4, 0, 0],
])("rounding %d to %d decimals gives %d", (value, digits, rounded) => {
  const found = roundHalfAway(value, digits);
  expect(found).toBe(rounded);
  expect(Object.is(found, -0)).toBe(false);
});

test("glucose is shown as Home Assistant converts it", () => {
  expect([69, 70, 180, 181, 250, 40].map((value) => inUnit(value, "mmol/L"))).toEqual([
    3.8, 3.9, 10, 10, 13.9, 2.2,
  ]);
  expect(inUnit(180.5, "mg/dL")).toBe(181);
});

test("only what the sensor could not measure is LOW or HIGH", () => {
  expect([39, 40, 400, 401].map(beyondSensor)).toEqual(["low", null, null, "high"]);
});

describe("the level of the current reading", () => {
  test("a threshold of the person counts before the target range", () => {
    expect(levelOf(current(75, { is_low: true }), target)).toBe("low");
    expect(levelOf(current(55, { is_low: true, is_urgent_low: true }), target)).toBe("urgent_low");
    expect(levelOf(current(260, { is_high: true }), target)).toBe("high");
  });

  test("outside the target range it is never in range", () => {
    expect(levelOf(current(69), target)).toBe("below");
    expect(levelOf(current(70), target)).toBe("in_range");
    expect(levelOf(current(180), target)).toBe("in_range");
    expect(levelOf(current(181), target)).toBe("above");
  });
});
