import { describe, expect, test } from "vitest";
import { Formatter } from "../src/core/format";
import { readOut, stepFrom, stops } from "../src/core/pointer";
import { axisTop, linear, valueTicks } from "../src/core/scale";
import { areaBeyond, beyondRuns, linePath, pointPaths, runs } from "../src/core/trace";
import { timeTicks, windowOf } from "../src/core/window";

const same = (value: number) => value;
const minutes = (...all: number[]) => all.map((each) => each * 60);
const carbs = { time: 720, type: "carbs", value: 30, unit: "grams" };

describe("gaps", () => {
  test("more than 16 minutes break the line, 16 do not", () => {
    expect(runs(minutes(0, 5, 21, 38))).toEqual([
      { from: 0, to: 3 },
      { from: 3, to: 4 },
    ]);
    expect(runs([])).toEqual([]);
  });

  test("a lone reading is a dot of the line", () => {
    const series = { times: minutes(0, 5, 60), values: [100, 110, 90] };
    expect(linePath(series, (time) => time / 60, same)).toBe("M0 100L5 110M60 90h0");
  });
});

test("points below, in and above the target range differ in form", () => {
  const series = { times: [0, 10, 20], values: [69, 70, 181] };
  const paths = pointPaths(series, same, same, { low: 70, high: 180 }, 5);
  expect(paths.inRange).toBe("M10 70h0");
  expect(paths.low).toMatch(/^M[-\d. ]+h[\d.]+l[-\d. ]+z$/);
  expect(paths.high).toMatch(/^M[-\d. ]+h[\d.]+v[\d.]+h-[\d.]+z$/);
});

test("stretches beyond the sensor's range", () => {
  const series = { times: minutes(0, 5, 10, 15, 60), values: [39, 39, 100, 401, 39] };
  expect(beyondRuns(series)).toEqual([
    { end: "low", from: 0, to: 300 },
    { end: "high", from: 900, to: 900 },
    { end: "low", from: 3600, to: 3600 },
  ]);
});

describe("the pointer", () => {
  const series = { times: minutes(0, 5, 60), values: [100, 110, 90] };

  test("reads out the nearest reading at its own time", () => {
    expect(readOut(series, [], 170, 60)).toEqual({ time: 300, value: 110, events: [] });
    expect(readOut(series, [], 100, 60)).toEqual({ time: 0, value: 100, events: [] });
  });

  test("says that there is no reading in a gap", () => {
    expect(readOut(series, [], 1800, 60)).toEqual({ time: 1800, value: null, events: [] });
    expect(readOut({ times: [], values: [] }, [], 5, 60).value).toBeNull();
  });

  test("reads out events near it", () => {
    expect(readOut(series, [carbs], 700, 60).events).toEqual([carbs]);
    expect(readOut(series, [carbs], 800, 60).events).toEqual([]);
  });

  test("moves by readings and events, and stays within them", () => {
    const all = stops(series, [carbs]);
    expect(all).toEqual([0, 300, 720, 3600]);
    expect(stepFrom(all, null, -1)).toBe(3600);
    expect(stepFrom(all, 300, 1)).toBe(720);
    expect(stepFrom(all, 300, -1)).toBe(0);
    expect(stepFrom(all, 0, -1)).toBe(0);
    expect(stepFrom(all, 500, 1)).toBe(720);
    expect(stepFrom(all, 500, -1)).toBe(300);
    expect(stepFrom(all, 720, Number.POSITIVE_INFINITY)).toBe(3600);
    expect(stepFrom(all, null, Number.NEGATIVE_INFINITY)).toBe(0);
    expect(stepFrom([], 3, 1)).toBeNull();
  });
});

describe("the window", () => {
  const now = 100_000;

  test("holds the hours up to the newest reading and the time since then", () => {
    expect(windowOf(3, now, now - 3900, 90)).toEqual({
      start: now - 3900 - 3 * 3600,
      known: now - 3900,
      end: now,
    });
  });

  test("does not say that readings are on their way once they are stale", () => {
    expect(windowOf(3, now, now - 7200, 90)).toEqual({
      start: now - 5400 - 3 * 3600,
      known: now,
      end: now,
    });
    expect(windowOf(24, now, null, 90)).toEqual({ start: now - 86400, known: now, end: now });
  });

  test("has ticks at whole hours of the user's time zone", () => {
    const format = new Formatter({
      language: "en",
      numberFormat: "language",
      timeFormat: "24",
      timeZone: "Asia/Kathmandu",
    });
    const start = Date.UTC(2026, 10, 24, 0, 0) / 1000;
    const ticks = timeTicks({ start, known: start, end: start + 6 * 3600 }, format, 7);
    expect(ticks.map((tick) => tick.label)).toEqual([
      "06:00",
      "07:00",
      "08:00",
      "09:00",
      "10:00",
      "11:00",
    ]);
    expect((ticks[0]?.time ?? 0) - start).toBe(900);
  });

  test("keeps its ticks at the clock's hours over a change to daylight saving time", () => {
    const format = new Formatter({
      language: "en",
      numberFormat: "language",
      timeFormat: "24",
      timeZone: "Europe/Vienna",
    });
    const start = Date.UTC(2026, 2, 28, 20, 0) / 1000;
    const ticks = timeTicks({ start, known: start, end: start + 24 * 3600 }, format, 5);
    expect(ticks.map((tick) => tick.label)).toEqual(["00:00", "06:00", "12:00", "18:00"]);
    expect(((ticks[1]?.time ?? 0) - (ticks[0]?.time ?? 0)) / 3600).toBe(5);
  });
});

describe("the glucose axis", () => {
  test("holds all values, and the word HIGH", () => {
    expect(axisTop([100], 250, 180)).toBe(270);
    expect(axisTop([100, 330], 250, 180)).toBe(350);
    expect(axisTop([401], 250, 180)).toBe(440);
    expect(axisTop([], 180, 180)).toBe(220);
  });

  test("labels the target first and leaves out what would overlap", () => {
    const y = linear([0, 100], [100, 0]);
    const ticks = valueTicks(y, [70, 18], [65, 40], [41, 90], 10);
    expect(ticks.map((tick) => tick.value)).toEqual([70, 18, 40, 90]);
  });
});

describe("areas beyond a limit", () => {
  const area = (values: number[], side: "low" | "high", times = values.map((_, at) => at * 300)) =>
    areaBeyond({ times, values }, 100, side, same, same);

  test("begin and end where the line crosses the limit", () => {
    expect(area([50, 150, 150, 50], "high")).toBe("M150 100L300 150L600 150L750 100z");
    expect(area([150, 80, 130], "low")).toBe("M214.3 100L300 80L420 100z");
  });

  test("begin and end with the readings", () => {
    expect(area([150, 120], "high")).toBe("M0 100L0 150L300 120L300 100z");
  });

  test("are not drawn across a gap, nor of readings at the limit", () => {
    expect(area([150, 150], "high", [0, 3600])).toBe(
      "M0 100L0 150L0 100zM3600 100L3600 150L3600 100z",
    );
    expect(area([100, 100], "high")).toBe("");
    expect(area([], "low")).toBe("");
  });
});
