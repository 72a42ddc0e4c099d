import { afterEach, describe, expect, test, vi } from "vitest";
import "../src/index";
import { ENTITY, FakeConnection, fakeHass, type Options } from "../dev/fake_hass";
import { dashboard } from "../src/core/strategy";
import { translator } from "../src/core/texts";
import type { ExportLinks } from "../src/elements/export_links";

const OPTIONS: Options = {
  state: "fresh",
  unit: "mg/dL",
  dark: false,
  language: "en",
  now: Date.UTC(2026, 10, 24, 19) / 1000,
};

/** A tab that the browser has opened. */
function fakeTab() {
  return { opener: window, closed: false, close: vi.fn(), location: { replace: vi.fn() } };
}

afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

async function add(options: Partial<Options> = {}) {
  const connection = new FakeConnection({ ...OPTIONS, ...options });
  const links = document.createElement("dexcom-cgm-export") as ExportLinks;
  links.hass = fakeHass({ ...OPTIONS, ...options }, connection);
  links.source = { entity: ENTITY, days: 30, targets: "pregnancy" };
  document.body.append(links);
  await links.updateComplete;
  const buttons = () => [...(links.shadowRoot?.querySelectorAll("button") ?? [])];
  const press = async (label: string) => {
    buttons()
      .find((button) => button.textContent?.trim() === label)
      ?.click();
    await new Promise((resolve) => setTimeout(resolve));
    await links.updateComplete;
  };
  const status = () =>
    (links.shadowRoot?.querySelector("[role=status]")?.textContent ?? "")
      .replace(/\s+/g, " ")
      .trim();
  return { links, connection, buttons, press, status };
}

describe("the report", () => {
  test("opens in a tab that the click has opened", async () => {
    const tab = fakeTab();
    const open = vi.spyOn(window, "open").mockReturnValue(tab as unknown as Window);
    const { connection, press, status } = await add();
    await press("Report");
    expect(open).toHaveBeenCalledWith("", "_blank");
    expect(tab.opener).toBeNull();
    expect(tab.location.replace).toHaveBeenCalledWith(`${location.origin}/report.html`);
    expect(connection.sent).toEqual([
      {
        type: "dexcom_cgm/report_url",
        entity_id: ENTITY,
        days: 30,
        targets: "pregnancy",
        language: "en",
        locale: { number_format: "language", time_format: "language" },
        format: "html",
        download: false,
      },
    ]);
    expect(status()).toBe("");
  });

  test("is a link where the browser has blocked the tab", async () => {
    vi.spyOn(window, "open").mockReturnValue(null);
    const { links, press, status } = await add();
    await press("Report");
    expect(status()).toBe("The browser blocked the new tab. Open the report");
    const link = links.shadowRoot?.querySelector("a");
    expect(link?.getAttribute("href")).toBe(`${location.origin}/report.html`);
    expect(link?.target).toBe("_blank");
  });

  test("says why there is none, and leaves no empty tab", async () => {
    const tab = fakeTab();
    vi.spyOn(window, "open").mockReturnValue(tab as unknown as Window);
    const { press, status } = await add({ state: "few" });
    await press("Report");
    expect(tab.close).toHaveBeenCalled();
    expect(tab.location.replace).not.toHaveBeenCalled();
    expect(status()).toContain("Your user may not read everything that this contains.");
  });
});

test.each([
  ["Readings (CSV)", "readings_csv"],
  ["Events (CSV)", "events_csv"],
])("%s is downloaded without a tab", async (label, format) => {
  const open = vi.spyOn(window, "open");
  const click = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (
    this: HTMLAnchorElement,
  ) {
    expect(this.getAttribute("href")).toBe(`${location.origin}/${format}.csv`);
    expect(this.hasAttribute("download")).toBe(true);
  });
  const { connection, press } = await add();
  await press(label);
  expect(click).toHaveBeenCalledOnce();
  expect(open).not.toHaveBeenCalled();
  expect(connection.sent.at(-1)).toMatchObject({ format, download: true });
});

test("a view of the strategy offers the report of its account", async () => {
  const hass = fakeHass(OPTIONS);
  const { views } = dashboard({}, hass, translator(undefined)) as {
    views: { badges: { type: string; entity: string }[] }[];
  };
  const badge = views[0]?.badges.at(-1);
  expect(badge).toMatchObject({ type: "custom:dexcom-cgm-export", entity: ENTITY });
  const { links, buttons } = await add();
  links.setConfig({ entity: badge?.entity ?? "" });
  await links.updateComplete;
  expect(buttons().map((button) => button.textContent?.trim())).toEqual(["Report"]);
  expect(links.source).toEqual({ entity: ENTITY, days: 14, targets: undefined });
});

test.each([
  ["range", { days: 7, targets: "older_or_frail" }, { days: 7, targets: "older_or_frail" }],
  ["profile", { days: 90 }, { days: 90, targets: undefined }],
])("the %s card offers the report of what it shows", async (kind, config, source) => {
  const card = document.createElement(`dexcom-cgm-${kind}-card`) as HTMLElement & {
    setConfig(config: object): void;
    hass: unknown;
    updateComplete: Promise<boolean>;
  };
  card.setConfig({ entity: ENTITY, ...config });
  card.hass = fakeHass(OPTIONS);
  document.body.append(card);
  await new Promise((resolve) => setTimeout(resolve));
  await card.updateComplete;
  const links = card.shadowRoot?.querySelector("dexcom-cgm-export") as ExportLinks;
  expect(links.source).toEqual({ entity: ENTITY, ...source });
});
