import { describe, expect, test } from "vitest";
import { apply, between, indexAt, recordChanged } from "../src/core/readings";

const full = apply(undefined, {
  version: 1,
  full: true,
  readings: { time: [300, 600, 900], value: [100, 110, 120] },
  events: [{ time: 450, type: "carbs", value: 30, unit: "grams" }],
  unit: "mmol/L",
  title: "Anna",
  last: { time: 900, value: 120 },
});

describe("messages", () => {
  test("carry only what changed", () => {
    const next = apply(full, { status: "delayed" });
    expect(next.status).toBe("delayed");
    expect(next.series).toBe(full.series);
    expect(next.events).toBe(full.events);
    expect(next.title).toBe("Anna");
    expect(recordChanged(full, next)).toBe(false);
  });

  test("null is a value of its own", () => {
    expect(apply(full, { last: null }).last).toBeNull();
  });

  test("append newer readings", () => {
    const next = apply(full, { hours: [3600], readings: { time: [3900], value: [130] } });
    expect(next.series).toEqual({ times: [300, 600, 900, 3900], values: [100, 110, 120, 130] });
    expect(full.series.times).toHaveLength(3);
    expect(recordChanged(full, next)).toBe(true);
  });

  test("put late readings at their own time, replace changed ones, drop removed ones", () => {
    const before = apply(full, { hours: [3600], readings: { time: [3900], value: [130] } });
    const next = apply(before, {
      hours: [0],
      readings: { time: [300, 450, 600], value: [100, 105, 111] },
    });
    expect(next.series).toEqual({
      times: [300, 450, 600, 3900],
      values: [100, 105, 111, 130],
    });
  });

  test("a full message replaces everything", () => {
    const next = apply(full, { full: true, readings: { time: [1500], value: [90] } });
    expect(next.series).toEqual({ times: [1500], values: [90] });
    expect(next.events).toEqual([]);
  });
});

test("a part of a series keeps its ends", () => {
  expect(between(full.series, 600, 900)).toEqual({ times: [600, 900], values: [110, 120] });
  expect(between(full.series, 0, 2000)).toBe(full.series);
  expect(between(full.series, 1000, 2000).times).toEqual([]);
  expect([0, 300, 301, 900, 901].map((time) => indexAt(full.series.times, time))).toEqual([
    0, 0, 1, 2, 3,
  ]);
});
