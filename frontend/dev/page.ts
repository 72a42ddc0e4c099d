/** Show all cards with made-up data; the address chooses state, unit, theme and direction. */

import "../src/index";
import { STATES, type State } from "./fake_data";
import { ENTITY, fakeHass, type Options } from "./fake_hass";

class FakeHaCard extends HTMLElement {
  constructor() {
    super();
    this.attachShadow({ mode: "open" }).innerHTML = `<style>:host {
      background: var(--card-background-color);
      border: 1px solid var(--divider-color);
      border-radius: 12px;
    }</style><slot></slot>`;
  }
}
customElements.define("ha-card", FakeHaCard);

type Element = HTMLElement & { setConfig(config: object): void; hass: unknown };

const query = new URLSearchParams(location.search);
const wanted = (query.get("states") ?? "fresh").split(",");
const states = wanted[0] === "all" ? [...STATES] : (wanted as State[]);
const kinds = (query.get("cards") ?? "glucose,range,profile").split(",");

document.documentElement.classList.toggle("dark", query.has("dark"));
document.documentElement.dir = query.get("dir") ?? "ltr";

function add(type: string, where: string, options: Options, config: object): void {
  const element = document.createElement(type) as Element;
  element.setConfig({ type: `custom:${type}`, entity: ENTITY, ...config });
  element.hass = fakeHass(options);
  document.querySelector(where)?.append(element);
}

for (const state of states) {
  const options: Options = {
    state,
    unit: query.has("mmol") ? "mmol/L" : "mg/dL",
    dark: query.has("dark"),
    language: query.get("language") ?? "en",
    now: Math.floor(Date.now() / 1000),
  };
  add("dexcom-cgm-badge", "#badges", options, {});
  const graph = query.get("graph") ?? "line";
  const hours = Number(query.get("hours") ?? 6);
  if (kinds.includes("glucose"))
    add("dexcom-cgm-glucose-card", "#cards", options, { graph, hours });
  if (kinds.includes("range")) {
    add("dexcom-cgm-range-card", "#cards", options, { days: Number(query.get("days") ?? 14) });
  }
  if (kinds.includes("profile")) {
    add("dexcom-cgm-profile-card", "#cards", options, { daily: query.has("daily") });
  }
}
