import { expect, test } from "vitest";
import {
  bandPath,
  binAt,
  dailyPath,
  FEWEST_DAYS,
  hasThinBins,
  medianPath,
  smoothed,
  wrapped,
} from "../src/core/profile";
import type { ProfileBin } from "../src/protocol";

const same = (value: number) => value;

function bin(index: number, days: number, median: number | null = 100 + index): ProfileBin {
  const shifted = (by: number) => (median === null ? null : median + by);
  return {
    minute: index * 360,
    center: index * 360 + 180,
    days,
    readings: days * 70,
    p5: shifted(-20),
    p25: shifted(-10),
    p50: median,
    p75: shifted(10),
    p95: shifted(20),
  };
}

const enough = [0, 1, 2, 3].map((index) => bin(index, 14));

test("curves go through the centers of the bins and run on around midnight", () => {
  expect(wrapped(enough).map((each) => each.center)).toEqual([-180, 180, 540, 900, 1260, 1620]);
  expect(medianPath(wrapped(enough), true, same, same)).toBe(
    "M-180 103L180 100L540 101L900 102L1260 103L1620 100",
  );
  expect(medianPath(wrapped(enough), false, same, same)).toBe("");
});

test("a band runs along the upper percentile and back along the lower one", () => {
  expect(bandPath(enough.slice(0, 2), "p25", "p75", same, same)).toBe(
    "M180 110L540 111L540 91L180 90z",
  );
});

test("bins of too few days have a median only", () => {
  const bins = [bin(0, 14), bin(1, FEWEST_DAYS - 1), bin(2, 14)];
  expect(hasThinBins(bins)).toBe(true);
  expect(bandPath(bins, "p5", "p95", same, same).match(/M/g)).toHaveLength(2);
  expect(medianPath(bins, true, same, same)).toBe("M180 100h0M900 102h0");
  expect(medianPath(bins, false, same, same)).toBe("M180 100L540 101L900 102");
});

test("bins without readings are a gap", () => {
  const bins = [bin(0, 14), bin(1, 0, null), bin(2, 14)];
  expect(medianPath(bins, true, same, same)).toBe("M180 100h0M900 102h0");
  expect(medianPath(bins, false, same, same)).toBe("");
  expect(wrapped([])).toEqual([]);
});

test("a day's line is broken at gaps", () => {
  const line = { day: "2026-11-24", minute: [0, 5, 30], value: [100, 101, 90] };
  expect(dailyPath(line, same, same)).toBe("M0 100L5 101M30 90h0");
});

test("every minute of the day is in a bin", () => {
  expect([0, 359, 360, 1439, 1440, -5].map((minute) => binAt(enough, minute))).toEqual([
    0, 0, 1, 3, 3, 0,
  ]);
});

test("a smooth drawing weights neighbors 1-4-1 around the clock", () => {
  const bins = [0, 60, 0, 0].map((median, index) => bin(index, 14, median));
  expect(smoothed(bins).map((each) => each.p50)).toEqual([10, 40, 10, 0]);
  const late = [60, 0, 0, 0].map((median, index) => bin(index, 14, median));
  expect(smoothed(late).map((each) => each.p50)).toEqual([40, 10, 0, 10]);
  expect(bins[1]?.p50).toBe(60);
});

test("bins beside one without enough days are not smoothed", () => {
  const bins = [bin(0, 14, 100), bin(1, FEWEST_DAYS - 1, 40), bin(2, 14, 100), bin(3, 14, 160)];
  expect(smoothed(bins).map((each) => each.p50)).toEqual([100, 40, 100, 140]);
});
