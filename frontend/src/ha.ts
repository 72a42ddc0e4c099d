/** The parts of Home Assistant's frontend that the cards use. */

export interface EntityState {
  entity_id: string;
  state: string;
  attributes: Record<string, unknown>;
}

export interface EntityEntry {
  entity_id: string;
  platform?: string;
  device_id?: string | null;
  translation_key?: string;
  hidden?: boolean;
}

export interface DeviceEntry {
  id: string;
  name: string | null;
  name_by_user?: string | null;
}

export interface Locale {
  language: string;
  number_format: string;
  time_format: string;
  date_format?: string;
  first_weekday?: string;
  time_zone?: string;
}

export type Localize = (key: string, values?: Record<string, string>) => string;

export interface Connection {
  connected: boolean;
  subscribeMessage<T>(
    callback: (message: T) => void,
    message: Record<string, unknown>,
    options?: { resubscribe?: boolean },
  ): Promise<() => Promise<void>>;
  sendMessagePromise<T>(message: Record<string, unknown>): Promise<T>;
  addEventListener(type: "ready" | "disconnected", listener: () => void): void;
  removeEventListener(type: "ready" | "disconnected", listener: () => void): void;
}

export interface HomeAssistant {
  states: Record<string, EntityState | undefined>;
  entities: Record<string, EntityEntry | undefined>;
  devices: Record<string, DeviceEntry | undefined>;
  connection: Connection;
  locale: Locale;
  language: string;
  config: { time_zone: string; state: string };
  themes?: { darkMode?: boolean };
  localize: Localize;
  /** Return the full address of a path. */
  hassUrl(path: string): string;
  loadBackendTranslation(category: string, integration: string): Promise<Localize>;
}

export const DOMAIN = "dexcom_cgm";

/** Return the page's Home Assistant object, for callbacks that do not receive one. */
export function pageHass(): HomeAssistant | undefined {
  const page = document.querySelector("home-assistant") as { hass?: HomeAssistant } | null;
  return page?.hass;
}
