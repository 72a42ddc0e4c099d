import { expect, test } from "vitest";
import { headlineOf } from "../src/core/headline";
import { apply } from "../src/core/readings";
import type { Current, Status } from "../src/protocol";

const NOW = 1_000_000;

function snapshot(age: number, status: Status = "ok", isCurrent = true) {
  const time = NOW - age * 60;
  const current: Current = {
    time,
    value: 112,
    delta: 3,
    trend: "steady",
    source: "official",
    is_low: false,
    is_urgent_low: false,
    is_high: false,
  };
  return apply(undefined, {
    full: true,
    current: isCurrent ? current : null,
    last: { time, value: 112 },
    status,
    stale_after: 90,
  });
}

test("a fresh reading is current, with its age in minutes", () => {
  const headline = headlineOf(snapshot(65), NOW);
  expect(headline.current?.value).toBe(112);
  expect(headline).toMatchObject({ ageMinutes: 65, level: "in_range", status: null, last: null });
});

test("a reading stays current through failed polls, and the failure is said", () => {
  expect(headlineOf(snapshot(65, "cannot_connect"), NOW)).toMatchObject({
    level: "in_range",
    status: "cannot_connect",
  });
});

test("a reading that the server no longer calls current is the last one", () => {
  expect(headlineOf(snapshot(65, "auth_required", false), NOW)).toMatchObject({
    current: null,
    level: null,
    status: "auth_required",
    last: { value: 112 },
    ageMinutes: 65,
  });
});

test("a made-up reading is not the last one once it ends being current", () => {
  const known = snapshot(0);
  const current = known.current as Current;
  const drill = { ...known, current: { ...current, source: "drill" as const } };
  expect(headlineOf(drill, NOW).current?.source).toBe("drill");
  expect(headlineOf({ ...drill, last: null }, NOW + 91 * 60)).toMatchObject({
    current: null,
    last: null,
    status: "no_data",
  });
});

test("without news from the server, a reading ends being current by its age", () => {
  expect(headlineOf(snapshot(90), NOW).current).not.toBeNull();
  expect(headlineOf(snapshot(91), NOW)).toMatchObject({
    current: null,
    status: "stale",
    ageMinutes: 91,
  });
});

test("a clock that is behind never gives a negative age", () => {
  expect(headlineOf(snapshot(-3), NOW).ageMinutes).toBe(0);
});

test("without any reading there is a status", () => {
  expect(headlineOf(apply(undefined, { full: true }), NOW)).toMatchObject({
    current: null,
    last: null,
    ageMinutes: null,
    status: "no_data",
  });
});
