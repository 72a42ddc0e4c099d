import { expect, test } from "vitest";
import { accountOf, accountsOf } from "../src/core/accounts";
import { dashboard, section } from "../src/core/strategy";
import { translator } from "../src/core/texts";
import { suggestion } from "../src/elements/forms";
import type { EntityEntry, HomeAssistant } from "../src/ha";

const t = translator(undefined);

function entity(entity_id: string, device_id: string, translation_key: string): EntityEntry {
  return { entity_id, device_id, translation_key, platform: "dexcom_cgm" };
}

function house(...entities: EntityEntry[]): HomeAssistant {
  return {
    entities: Object.fromEntries(entities.map((each) => [each.entity_id, each])),
    devices: {
      anna: { id: "anna", name: "Dexcom CGM", name_by_user: "Anna" },
      ben: { id: "ben", name: "Ben" },
    },
  } as unknown as HomeAssistant;
}

const two = house(
  entity("event.ben_alert", "ben", "dexcom_alert"),
  entity("sensor.ben_trend", "ben", "glucose_trend"),
  entity("sensor.renamed", "ben", "glucose_value"),
  entity("sensor.anna_trend", "anna", "glucose_trend"),
  { entity_id: "sensor.other", device_id: "other", platform: "template" },
);

test("accounts are found by their devices, with the best entity of each", () => {
  expect(accountsOf(two)).toEqual([
    { entity: "sensor.anna_trend", name: "Anna" },
    { entity: "sensor.renamed", name: "Ben" },
  ]);
  expect(accountOf(two, "event.ben_alert")?.entity).toBe("sensor.renamed");
  expect(accountOf(two, "sensor.other")).toBeUndefined();
});

test("cards are suggested for the integration's entities only", () => {
  const suggest = suggestion("dexcom-cgm-glucose-card");
  expect(suggest(two, "sensor.ben_trend")).toEqual({
    config: { type: "custom:dexcom-cgm-glucose-card", entity: "sensor.renamed" },
  });
  expect(suggest(two, "sensor.other")).toBeNull();
  expect(suggest(two, "sensor.missing")).toBeNull();
});

test("the dashboard has a view for each account", () => {
  const built = dashboard({}, two, t) as { views: { path: string; title: string }[] };
  expect(built.views.map(({ title, path }) => [title, path])).toEqual([
    ["Anna", "glucose-1"],
    ["Ben", "glucose-2"],
  ]);
  const types = JSON.stringify(built.views[0]).match(/custom:dexcom-cgm-[a-z-]+/g);
  expect(new Set(types)).toEqual(
    new Set([
      "custom:dexcom-cgm-badge",
      "custom:dexcom-cgm-export",
      "custom:dexcom-cgm-glucose-card",
      "custom:dexcom-cgm-range-card",
      "custom:dexcom-cgm-profile-card",
    ]),
  );
});

test("a strategy for one account shows only that one", () => {
  const built = dashboard({ entity: "sensor.ben_trend" }, two, t);
  expect(JSON.stringify(built)).not.toContain("anna");
  const cards = section({ entity: "sensor.ben_trend" }, two, t).cards as { entity: string }[];
  expect(cards.map((card) => card.entity)).toEqual(Array(3).fill("sensor.renamed"));
});

test("a section of several accounts names them", () => {
  const cards = section({}, two, t).cards as { type: string; heading?: string }[];
  expect(cards.filter((card) => card.type === "heading").map((card) => card.heading)).toEqual([
    "Anna",
    "Ben",
  ]);
});

test("without an account the strategies say so", () => {
  const none = house();
  expect(JSON.stringify(dashboard({}, none, t))).toContain("No Dexcom account");
  expect(JSON.stringify(section({}, none, t))).toContain("No Dexcom account");
});
