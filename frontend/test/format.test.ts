import { describe, expect, test } from "vitest";
import { Formatter, type Settings } from "../src/core/format";

const words = { low: "LOW", high: "HIGH" };
const plain = (text: string) => text.replace(/[\u2066\u2069]/g, "").replace(/\s/g, " ");

function formatter(settings: Partial<Settings> = {}): Formatter {
  return new Formatter({
    language: "en",
    numberFormat: "language",
    timeFormat: "language",
    timeZone: "UTC",
    ...settings,
  });
}

const AT = Date.UTC(2026, 10, 24, 19, 5) / 1000;

describe("numbers", () => {
  test.each([
    ["language", "de", "1.234,5"],
    ["comma_decimal", "de", "1,234.5"],
    ["decimal_comma", "en", "1.234,5"],
    ["quote_decimal", "en", "1'234.5"],
    ["none", "de", "1234.5"],
  ])("number format %s in %s", (numberFormat, language, text) => {
    const found = formatter({ numberFormat, language }).number(1234.5, 1);
    // Which apostrophe it is depends on the browser's locale data.
    expect(found.replace("’", "'")).toBe(text);
  });

  test("glucose has the decimals of its unit", () => {
    const format = formatter({ numberFormat: "decimal_comma" });
    expect(format.glucose(180, "mmol/L")).toBe("10,0");
    expect(format.glucose(180, "mg/dL")).toBe("180");
    expect(format.reading(39, "mmol/L", words)).toBe("LOW");
    expect(format.reading(401, "mg/dL", words)).toBe("HIGH");
    expect(format.reading(400, "mg/dL", words)).toBe("400");
  });

  test("a change always has its sign", () => {
    const format = formatter();
    expect([3, -4, 0].map((value) => plain(format.change(value, "mg/dL")))).toEqual([
      "+3",
      "−4",
      "±0",
    ]);
    expect(plain(format.change(-9, "mmol/L"))).toBe("−0.5");
    expect(plain(format.change(0.4, "mmol/L"))).toBe("±0.0");
  });

  test("percents are written as the locale writes them", () => {
    expect(formatter().percent(71.34, 1)).toBe("71.3%");
    expect(plain(formatter({ language: "de" }).percent(71.34, 1))).toBe("71,3 %");
    expect(formatter().percents(25, 75)).toBe("25–75%");
  });

  test("durations", () => {
    const format = formatter();
    expect(format.count(65, "minute")).toBe("65 min");
    expect(format.duration(45)).toBe("45 min");
    expect(format.duration(120)).toBe("2 hr");
    expect(format.duration(125)).toBe("2 hr 5 min");
    expect(format.count(1, "day", "long")).toBe("1 day");
    expect(format.count(3, "day", "long")).toBe("3 days");
  });
});

describe("times", () => {
  test("follow the time format", () => {
    expect(plain(formatter().time(AT))).toBe("7:05 PM");
    expect(formatter({ timeFormat: "24" }).time(AT)).toBe("19:05");
    expect(plain(formatter({ language: "de", timeFormat: "12" }).time(AT))).toBe("7:05 PM");
    expect(formatter({ language: "de" }).time(AT)).toBe("19:05");
  });

  test("have the date where it is another day", () => {
    expect(plain(formatter().time(AT, AT + 3600))).toBe("7:05 PM");
    expect(plain(formatter().time(AT, AT + 86400))).toBe("Nov 24, 7:05 PM");
  });

  test("follow the time zone", () => {
    const kathmandu = formatter({ timeZone: "Asia/Kathmandu", timeFormat: "24" });
    expect(kathmandu.time(AT)).toBe("00:50");
    expect(kathmandu.minuteOfDay(AT)).toBe(50);
  });

  test("midnight is 0 of the clock in both formats", () => {
    expect(formatter({ timeFormat: "24" }).clock(0, true)).toBe("00:00");
    expect(plain(formatter().clock(0, true))).toBe("12 AM");
    expect(plain(formatter().clock(13 * 60 + 30))).toBe("1:30 PM");
  });
});

test("a language that the browser does not know is no error", () => {
  const format = formatter({ language: "not_a_language" });
  expect(format.number(3)).toBe("3");
  expect(plain(format.time(AT))).toBe("7:05 PM");
});

test("days, windows and times have their year and the home's time zone", () => {
  const vienna = formatter({ timeZone: "Europe/Vienna" });
  expect(plain(vienna.day("2026-10-25"))).toBe("Sun, Oct 25");
  const start = Date.UTC(2026, 9, 18, 22, 30) / 1000;
  const end = start + 14 * 86_400;
  expect(plain(vienna.dateRange(start, end))).toBe("October 19 – November 1, 2026");
  expect(plain(vienna.dateTime(start))).toBe("Oct 19, 2026, 12:30 AM");
});

test.each([
  ["a window from midnight to midnight", 0, 86_400, 1],
  ["a window that begins later", 3600, 86_400 + 3600, 2],
])("calendar days: %s", (_, start, end, days) => {
  expect(formatter().calendarDays(start, end)).toBe(days);
});

test("calendar days are those of the time zone, also where the clocks change", () => {
  const vienna = formatter({ timeZone: "Europe/Vienna" });
  const midnight = Date.UTC(2026, 9, 24, 22) / 1000;
  expect(vienna.calendarDays(midnight, midnight + 25 * 3600)).toBe(1);
  expect(vienna.calendarDays(midnight, midnight + 25 * 3600 + 1)).toBe(2);
});
