/** The accounts of the integration, found in the frontend's registries. */

import { DOMAIN, type EntityEntry, type HomeAssistant } from "../ha";

export interface Account {
  /** The entity that the cards of the account are keyed by. */
  entity: string;
  name: string;
}

const MAIN = "glucose_value";

/** Return whether an entity is one of the integration's. */
export function isOurs(hass: HomeAssistant, entityId: string): boolean {
  return hass.entities[entityId]?.platform === DOMAIN;
}

/** Return all accounts, by name. */
export function accountsOf(hass: HomeAssistant): Account[] {
  const byDevice = new Map<string, EntityEntry>();
  for (const entry of Object.values(hass.entities)) {
    if (entry?.platform !== DOMAIN || !entry.device_id) continue;
    const known = byDevice.get(entry.device_id);
    if (!known || rank(entry) < rank(known)) byDevice.set(entry.device_id, entry);
  }
  return [...byDevice]
    .map(([id, entry]) => ({ entity: entry.entity_id, name: deviceName(hass, id) }))
    .sort((one, other) => one.name.localeCompare(other.name));
}

/** Return the account that an entity belongs to. */
export function accountOf(hass: HomeAssistant, entityId: string): Account | undefined {
  const device = hass.entities[entityId]?.device_id;
  return accountsOf(hass).find((each) => hass.entities[each.entity]?.device_id === device);
}

/** Return the name of the account of an entity, empty where it is not known. */
export function accountName(hass: HomeAssistant, entityId: string): string {
  return isOurs(hass, entityId) ? deviceName(hass, hass.entities[entityId]?.device_id) : "";
}

function rank(entry: EntityEntry): number {
  if (entry.translation_key === MAIN) return 0;
  return entry.entity_id.startsWith("sensor.") ? 1 : 2;
}

function deviceName(hass: HomeAssistant, id: string | null | undefined): string {
  const device = id ? hass.devices[id] : undefined;
  return device?.name_by_user || device?.name || "";
}
