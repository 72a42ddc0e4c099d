import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import "../src/index";
import { STATES, type State } from "../dev/fake_data";
import { ENTITY, FakeConnection, fakeHass, type Options } from "../dev/fake_hass";
import type { HomeAssistant } from "../src/ha";

const NOW = Date.UTC(2026, 10, 24, 19, 0, 0);

interface Card extends HTMLElement {
  hass: HomeAssistant;
  setConfig(config: object): void;
  updateComplete: Promise<boolean>;
  getCardSize?(): number;
  getGridOptions?(): { columns: number; min_columns?: number };
}

let shown = true;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  shown = true;
  vi.spyOn(document, "visibilityState", "get").mockImplementation(() =>
    shown ? "visible" : "hidden",
  );
});
afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function show(type: string, given: Partial<Options> = {}, config: object = {}) {
  const options: Options = {
    state: "fresh",
    unit: "mg/dL",
    dark: false,
    language: "en",
    now: NOW / 1000,
    ...given,
  };
  const connection = new FakeConnection(options);
  const card = document.createElement(`dexcom-cgm-${type}`) as Card;
  const hass = fakeHass(options, connection);
  card.setConfig({ type: `custom:dexcom-cgm-${type}`, entity: ENTITY, ...config });
  card.hass = hass;
  document.body.append(card);
  return { card, connection, hass };
}

async function settle(card: Card): Promise<string> {
  await vi.advanceTimersByTimeAsync(0);
  await card.updateComplete;
  await vi.advanceTimersByTimeAsync(0);
  await card.updateComplete;
  const root = card.shadowRoot as ShadowRoot;
  return (root.textContent ?? "")
    .replace(/[\u2066\u2069]/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

const TYPES = ["glucose-card", "range-card", "profile-card", "badge"];

describe.each(TYPES)("%s", (type) => {
  test.each(STATES)("is never blank: %s", async (state) => {
    const { card } = show(type, { state });
    expect((await settle(card)).length).toBeGreaterThan(3);
  });

  test("says what to do where no account is chosen", async () => {
    const { card } = show(type, {}, { entity: undefined });
    expect(await settle(card)).toContain("Choose an account");
  });

  test("fits Home Assistant's grid", () => {
    const { card } = show(type);
    const grid = card.getGridOptions?.();
    for (const columns of [grid?.columns, grid?.min_columns]) expect((columns ?? 0) % 3).toBe(0);
    if (type !== "badge") expect(card.getCardSize?.()).toBeGreaterThan(0);
  });

  test("has an editor for the integration's sensors only", () => {
    const element = customElements.get(`dexcom-cgm-${type}`) as unknown as {
      getConfigForm(): { schema: { name: string; selector: object }[] };
      getStubConfig(hass: HomeAssistant): { entity: string };
    };
    const { schema } = element.getConfigForm();
    expect(schema[0]?.selector).toEqual({
      entity: { filter: [{ integration: "dexcom_cgm", domain: "sensor" }] },
    });
    expect(element.getStubConfig(show(type).hass)).toMatchObject({ entity: ENTITY });
  });
});

describe("the glucose card", () => {
  const EXPECTED: Partial<Record<State, string[]>> = {
    fresh: ["65 min ago", "In range", "+3", "steady"],
    low: ["62", "Low", "−9", "falling"],
    urgent_low: ["48", "Urgent low", "falling quickly"],
    below: ["68", "Below range"],
    above: ["204", "Above range"],
    high: ["287", "High"],
    beyond: ["HIGH"],
    live: ["118", "Live sensor", "2 min ago"],
    stale: ["No current reading", "3 hr 10 min ago"],
    delayed: ["Readings are delayed", "2 hr 10 min ago"],
    no_data: ["No readings", "2 days ago"],
    rate_limited: ["Dexcom asks to wait", "65 min ago"],
    cannot_connect: ["Not connected to Dexcom"],
    auth_required: ["Logged out of Dexcom", "Log in again"],
    backfilling: ["Loading the history: 45%"],
    not_found: ["Not a Dexcom CGM sensor"],
    unauthorized: ["No permission"],
    not_loaded: ["Account not ready"],
    login_wanted: ["Logged out of Dexcom"],
    unknown_command: ["Restart Home Assistant"],
    newer: ["Reload this page"],
    loading: ["Loading"],
  };

  test.each(Object.entries(EXPECTED))("says in words: %s", async (state, texts) => {
    const { card } = show("glucose-card", { state: state as State });
    const text = await settle(card);
    for (const each of texts) expect(text).toContain(each);
    expect(text).not.toMatch(/\bnow\b/i);
  });

  test.each(["stale", "delayed", "no_data", "cannot_connect", "auth_required"] as State[])(
    "never shows an old value as current: %s",
    async (state) => {
      const { card } = show("glucose-card", { state });
      await settle(card);
      const root = card.shadowRoot as ShadowRoot;
      expect(root.querySelector("s.value")).not.toBeNull();
      expect(root.querySelector(".value:not(s)")).toBeNull();
      expect(root.querySelector(".level")).toBeNull();
    },
  );

  test("shows mmol/L with one decimal", async () => {
    const { card } = show("glucose-card", { state: "high", unit: "mmol/L" });
    expect(await settle(card)).toContain("15.9 mmol/L");
  });

  test("ages once a minute while it can be seen, and not at all while it cannot", async () => {
    const { card } = show("glucose-card");
    expect(await settle(card)).toContain("65 min ago");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await settle(card)).toContain("66 min ago");
    shown = false;
    document.dispatchEvent(new Event("visibilitychange"));
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(await settle(card)).toContain("66 min ago");
    shown = true;
    document.dispatchEvent(new Event("visibilitychange"));
    expect(await settle(card)).toContain("76 min ago");
  });

  test("stops showing a value as current at its age limit, without news from the server", async () => {
    const { card } = show("glucose-card");
    await settle(card);
    await vi.advanceTimersByTimeAsync(26 * 60_000);
    expect(await settle(card)).toContain("No current reading");
  });

  test("does not render again for states of other entities", async () => {
    const { card, hass } = show("glucose-card");
    await settle(card);
    const render = vi.spyOn(card as unknown as { render(): unknown }, "render");
    card.hass = { ...hass, states: { ...hass.states, "light.lamp": undefined } };
    await settle(card);
    expect(render).not.toHaveBeenCalled();
  });

  test("does not draw the graph again for a push that leaves it as it is", async () => {
    const { card, connection } = show("glucose-card");
    await settle(card);
    const chart = card.shadowRoot?.querySelector("dexcom-cgm-glucose-chart") as HTMLElement;
    const compute = vi.spyOn(chart as unknown as { compute(): unknown }, "compute");
    for (const push of connection.pushes) push({ status: "delayed" });
    expect(await settle(card)).toContain("Readings are delayed");
    expect(compute).not.toHaveBeenCalled();
    const time = NOW / 1000 - 60 * 60;
    for (const push of connection.pushes) push({ readings: { time: [time], value: [120] } });
    await settle(card);
    expect(compute).toHaveBeenCalledTimes(1);
  });

  test("the pointer reads out value and time by keyboard", async () => {
    const { card } = show("glucose-card");
    await settle(card);
    const chart = card.shadowRoot?.querySelector("dexcom-cgm-glucose-chart") as Card;
    const slider = chart.shadowRoot?.querySelector('[role="slider"]') as HTMLElement;
    const newest = slider.getAttribute("aria-valuetext");
    expect(newest).toMatch(/^\d{1,2}:\d{2}.*: \d+ mg\/dL$/);
    slider.dispatchEvent(new KeyboardEvent("keydown", { key: "Home" }));
    await settle(chart);
    expect(slider.getAttribute("aria-valuenow")).toBe("0");
    expect(slider.getAttribute("aria-valuetext")).not.toBe(newest);
    slider.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
    await settle(chart);
    expect(slider.getAttribute("aria-valuetext")).toBe(newest);
  });

  test("refuses values that it does not know", () => {
    expect(() => show("glucose-card", {}, { hours: 5 })).toThrow("hours: 3, 6, 12, 24");
    expect(() => show("glucose-card", {}, { graph: "pie" })).toThrow("graph");
    expect(() => show("glucose-card", {}, { hours: "12", graph: "points" })).not.toThrow();
  });

  test("asks for more information about its entity", async () => {
    const { card } = show("glucose-card");
    await settle(card);
    const asked = vi.fn();
    document.body.addEventListener("hass-more-info", asked);
    card.shadowRoot?.querySelector<HTMLElement>(".headline")?.click();
    expect(asked.mock.calls[0]?.[0].detail).toEqual({ entityId: ENTITY });
  });
});

describe("the range card", () => {
  test("shows bands, minutes, goals and figures", async () => {
    const { card } = show("range-card");
    const text = await settle(card);
    for (const each of ["71.3%", "17 hr 7 min/day", "> 70%", "148 mg/dL", "6.8%", "32.6%"]) {
      expect(text).toContain(each);
    }
    expect(card.shadowRoot?.querySelectorAll("tbody tr")).toHaveLength(5);
  });

  test("says what is missing and from when on measures are there", async () => {
    const { card } = show("range-card", { state: "few" });
    const text = await settle(card);
    for (const each of ["too few readings", "needed: 2,010", "December 1"]) {
      expect(text).toContain(each);
    }
    expect(text).not.toContain("met");
  });

  test("says that a short period has no measures", async () => {
    const { card } = show("range-card", { state: "few" }, { days: 7 });
    const text = await settle(card);
    expect(text).toContain("at least 14 days");
    expect(text).not.toContain("needed");
  });

  test("asks for the chosen days", async () => {
    const { card, connection } = show("range-card", {}, { targets: "older_or_frail" });
    await settle(card);
    card.shadowRoot?.querySelectorAll<HTMLElement>(".choice button")[4]?.click();
    await settle(card);
    const asked = connection.sent.filter((each) => each.type === "dexcom_cgm/summary");
    expect(asked.map((each) => each.days)).toEqual([14, 90]);
    expect(asked[0]?.targets).toBe("older_or_frail");
  });

  test("never shows an answer about other days or another account", async () => {
    const { card, connection } = show("range-card");
    expect(await settle(card)).toContain("71.3%");
    connection.sendMessagePromise = () => new Promise(() => {});
    card.shadowRoot?.querySelectorAll<HTMLElement>(".choice button")[4]?.click();
    expect(await settle(card)).not.toContain("71.3%");
    card.shadowRoot?.querySelectorAll<HTMLElement>(".choice button")[2]?.click();
    expect(await settle(card)).toContain("71.3%");
    card.setConfig({ type: "custom:dexcom-cgm-range-card", entity: "sensor.ben_glucose_value" });
    expect(await settle(card)).not.toContain("71.3%");
  });

  test("asks again for new readings, at most once a minute, and never while hidden", async () => {
    const { card, connection } = show("range-card");
    await settle(card);
    const asked = () => connection.sent.filter((each) => each.type === "dexcom_cgm/summary").length;
    expect(asked()).toBe(1);
    const push = (minutes: number) => {
      const time = NOW / 1000 + minutes * 60;
      for (const each of connection.pushes) each({ readings: { time: [time], value: [120] } });
    };
    push(0);
    push(1);
    await settle(card);
    expect(asked()).toBe(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked()).toBe(2);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(asked()).toBe(2);
    shown = false;
    document.dispatchEvent(new Event("visibilitychange"));
    push(15);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(asked()).toBe(2);
    shown = true;
    document.dispatchEvent(new Event("visibilitychange"));
    expect(asked()).toBe(3);
  });
});

describe("the profile card", () => {
  test("says how many days are missing instead of drawing chance", async () => {
    const { card } = show("profile-card", { state: "few" });
    expect(await settle(card)).toContain("readings needed: 4");
    expect(card.shadowRoot?.querySelector("dexcom-cgm-profile-chart")).toBeNull();
  });

  test("says how many days it rests on, and asks for single days on request only", async () => {
    const { card, connection } = show("profile-card", {}, { days: 30 });
    const text = await settle(card);
    expect(text).toContain("From readings of 30 days.");
    expect(text).not.toContain("Times of day");
    expect(connection.sent.at(-1)).toMatchObject({ days: 30, daily: false });
    const { card: other, connection: otherConnection } = show("profile-card", {}, { daily: true });
    expect(await settle(other)).toContain("Single days");
    expect(otherConnection.sent.at(-1)).toMatchObject({ daily: true });
  });
});

test("the profile says whose times of day it shows where they are not the user's", async () => {
  const { card, hass, connection } = show("profile-card");
  connection.options.zone = "Europe/Vienna";
  hass.locale.time_zone = "server";
  expect(await settle(card)).toContain("Times of day are those of Europe/Vienna.");
});

test("all cards of an account share one subscription", async () => {
  const { card, connection, hass } = show("glucose-card");
  for (const type of TYPES.slice(1)) {
    const other = document.createElement(`dexcom-cgm-${type}`) as Card;
    other.setConfig({ type, entity: ENTITY });
    other.hass = hass;
    document.body.append(other);
  }
  await settle(card);
  const subscribed = connection.sent.filter((each) => each.type === "dexcom_cgm/readings");
  expect(subscribed).toHaveLength(1);
});

test("the cards are offered in Home Assistant's pickers", () => {
  const page = window as unknown as Record<string, { type: string; name: string }[]>;
  expect(page.customCards?.map((entry) => entry.type)).toEqual([
    "dexcom-cgm-glucose-card",
    "dexcom-cgm-range-card",
    "dexcom-cgm-profile-card",
  ]);
  expect(page.customBadges).toMatchObject([{ type: "dexcom-cgm-badge", preview: true }]);
  expect(page.customStrategies).toMatchObject([
    { type: "dexcom-cgm", strategyType: "dashboard", name: "Dexcom CGM" },
    { type: "dexcom-cgm", strategyType: "section" },
  ]);
  expect(page.customCards?.[0]?.name).toBe("Dexcom glucose");
});
