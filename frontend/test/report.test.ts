import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Kind, reportData, type Wanted } from "../dev/report_data";
import type { ReportData } from "../src/report/data";
import { show } from "../src/report/index";
import { documentText } from "../src/report/save";

beforeEach(() => {
  vi.stubGlobal("print", () => undefined);
});
afterEach(() => {
  document.head.replaceChildren();
  document.body.replaceChildren();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function made(kind: Kind = "full", wanted: Partial<Wanted> = {}): ReportData {
  const base = { unit: "mg/dL", targets: "most_adults", language: "en", words: "english" } as const;
  return reportData({ kind, ...base, ...wanted });
}

function text(selector = ".sheet"): string {
  return (document.querySelector(selector)?.textContent ?? "")
    .replace(/[\u2066\u2069]/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

function shown(data: ReportData, selector?: string): string {
  show(data);
  return text(selector);
}

describe("a full report", () => {
  test("has the window and how much of it has readings", () => {
    const found = shown(made(), ".heading");
    expect(found).toContain("October 19 – November 2, 2026 (14 days)");
    expect(found).toContain("Calendar days with CGM data 14 of 15");
    expect(found).toContain("Time CGM active 97.7%");
  });

  test("has the shares of the ranges beside their goals", () => {
    const data = made();
    const found = shown(data, ".ranges");
    expect(found).toContain("Goals for: Most adults");
    for (const band of data.bands) expect(found).toContain(`${band.share?.toFixed(1)}%`);
    expect(found).toContain(
      "70–180 69.8% 16 hr 45 min/day Goal > 70% not met".replace(/\u00a0/g, " "),
    );
    expect(found).toContain("5 min/day All low < 4% (0.4%) met");
  });

  test("says what GMI and variation mean", () => {
    const found = shown(made(), ".statistics");
    expect(found).toContain("GMI) Estimated from the average glucose.");
    expect(found).toContain("Stable up to 36%");
    expect(found).toMatch(/\(IQR\) \d+–\d+ mg\/dL/);
  });

  test("draws 14 days in two rows, the one with 25 hours on its own scale", () => {
    show(made());
    expect(document.querySelectorAll(".days .row")).toHaveLength(2);
    expect(document.querySelectorAll(".day")).toHaveLength(14);
    const boxes = [...document.querySelectorAll(".day svg:not(.glyph)")].map((each) =>
      each.getAttribute("viewBox"),
    );
    expect(boxes.filter((box) => box === "0 0 1500 350")).toHaveLength(1);
    expect(boxes.filter((box) => box === "0 0 1440 350")).toHaveLength(13);
    expect(text(".days")).toContain("Sun, Oct 25 25 h");
  });

  test("marks carbs above insulin at their time", () => {
    const data = made();
    show(data);
    const [event] = data.daily[0]?.events ?? [];
    const mark = document.querySelector<HTMLElement>(".lanes .upper");
    expect(event?.type).toBe("carbs");
    expect(Number.parseFloat(mark?.style.left ?? "")).toBeCloseTo(
      ((event?.minute ?? 0) / 1440) * 100,
      3,
    );
  });

  test("describes patterns with the rule that they follow", () => {
    const found = shown(made(), ".patterns").replaceAll("\u00a0", " ");
    expect(found).toContain("Below 70 5/14");
    expect(found).toContain("Shown from 3 days and 20% on.");
    const [highs, lows] = [...document.querySelectorAll(".recurring tbody tr")].map((row) =>
      [...row.querySelectorAll("td")].map((cell) => cell.classList.contains("found")),
    );
    expect(highs?.indexOf(true)).toBe(6);
    expect(lows?.indexOf(true)).toBe(0);
    expect(found).not.toMatch(/should|consider|try/i);
  });
});

describe("few readings", () => {
  test("conclude nothing", () => {
    const found = shown(made("sparse"));
    expect(found).toContain("Calendar days with CGM data 3 of 15");
    expect(found).toContain("too few readings for GMI and goals. They need 14 days");
    expect(found).toContain("Glucose management indicator (GMI) –");
    expect(found).toContain("Too few days for a profile. More days with readings needed: 4.");
    expect(found).toContain("Too few readings for patterns.");
    expect(found).toContain("The history is still loading (21%)");
    expect(document.querySelector(".met")).toBeNull();
    expect(document.querySelector(".profile .plot")).toBeNull();
  });

  test("of a day do not say how the day was", () => {
    const data = made();
    const day = data.daily[3];
    if (!day) throw new Error("no day");
    data.daily[3] = { ...day, readings: 40, in_range: 100 };
    expect(shown(data, ".day:nth-child(5)")).not.toContain("%");
  });

  test("none at all are said to be none", () => {
    const found = shown(made("empty"));
    expect(found).toContain("No readings in this time");
    expect(found).toContain("There are no readings from Oct 19, 2026");
    expect(document.querySelector("svg")).toBeNull();
    expect(found).not.toContain("met");
  });

  test("with enough days but none of them whole, there are no patterns", () => {
    const data = made();
    Object.assign(data.patterns, { recurring: [], night: null, day: null });
    expect(shown(data, ".patterns")).toContain("Too few readings for patterns.");
  });
});

test("a window without an episode is not said to be without lows", () => {
  const data = made();
  for (const each of data.lows) Object.assign(each, { episodes: 0, longest_minutes: null });
  const found = shown(data);
  expect(found).toContain("No low of 15 minutes or more was seen.");
  expect(found).toMatch(/Lowest reading .* \d+ mg\/dL/);
});

test("an episode at the edge of the window may be longer", () => {
  const data = made();
  Object.assign(data.lows[0] ?? {}, { longest_minutes: 40, may_be_longer: 1 });
  expect(shown(data, ".lows")).toContain("≥ 40 min");
});

test("a long window shows its last days only, and says so", () => {
  const data = { ...made(), days: 90 };
  expect(shown(data, ".daily h2")).toContain("the last 14 days");
  expect(shown(made(), ".daily h2")).not.toContain("the last");
});

test("a short window has one row of days", () => {
  const data = made();
  data.daily = data.daily.slice(-2);
  show(data);
  expect(document.querySelectorAll(".days .row")).toHaveLength(1);
  expect(document.querySelectorAll(".day")).toHaveLength(2);
});

test("unknown events are not shown as none", () => {
  expect(shown(made("quiet"), ".daily")).toContain("Logged events could not be loaded.");
});

test("values are in the unit of the account, with its decimals", () => {
  const found = shown(made("full", { unit: "mmol/L", language: "de" }));
  expect(found).toContain("3,9–10,0");
  expect(text(".value")).toBe("3,9");
  expect(text(".axis")).toContain("19,4");
  expect(found).not.toContain("mg/dL");
});

test("the targets of pregnancy have their own range", () => {
  const found = shown(made("full", { targets: "pregnancy" }));
  expect(found).toContain("Target range 63–140");
  expect(found).toContain("Pregnancy with type 1 diabetes");
});

test("a hostile name is text", () => {
  const found = shown(made("hostile"), ".basis");
  expect(found).toContain('</script><script>document.title="hacked"</script><img src=x');
  expect(document.querySelectorAll("img, script")).toHaveLength(0);
});

test("printing is not offered where the browser cannot", () => {
  show(made());
  expect(document.querySelector(".toolbar .print")).not.toBeNull();
  vi.stubGlobal("print", undefined);
  show(made());
  expect(document.querySelector(".toolbar .print")).toBeNull();
  expect(document.querySelector(".toolbar .download")).not.toBeNull();
});

test("the saved page has the report once, and no toolbar of its own", () => {
  show(made());
  const saved = new DOMParser().parseFromString(documentText(document), "text/html");
  expect(saved.querySelectorAll(".sheet")).toHaveLength(1);
  expect(saved.querySelector(".toolbar")).toBeNull();
  // Its script renders again, into the same place.
  show(made());
  expect(document.querySelectorAll(".sheet")).toHaveLength(1);
  expect(document.querySelectorAll("style")).toHaveLength(1);
});
