/** A Home Assistant object without Home Assistant. */

import type { Connection, HomeAssistant, Localize } from "../src/ha";
import type { ReadingsMessage, Unit } from "../src/protocol";
import { profile, readings, type State, summary } from "./fake_data";

export interface Options {
  state: State;
  unit: Unit;
  dark: boolean;
  language: string;
  now: number;
  /** The time zone of the server, where it is not that of the browser. */
  zone?: string;
}

const FAILURES: Record<string, string> = {
  not_found: "not_found",
  unauthorized: "unauthorized",
  not_loaded: "not_loaded",
  login_wanted: "auth_required",
  unknown_command: "unknown_command",
};

type Listener = () => void;

/** A connection that answers as the integration would in a state. */
export class FakeConnection implements Connection {
  connected = true;
  readonly sent: Record<string, unknown>[] = [];
  readonly pushes = new Set<(message: ReadingsMessage) => void>();
  private readonly listeners = new Map<string, Set<Listener>>();
  options: Options;

  constructor(options: Options) {
    this.options = options;
  }

  async subscribeMessage<T>(
    callback: (message: T) => void,
    message: Record<string, unknown>,
  ): Promise<() => Promise<void>> {
    this.sent.push(message);
    const { state, now, unit } = this.options;
    const code = FAILURES[state];
    if (code !== undefined) throw { code, message: "made up" };
    const push = callback as (message: ReadingsMessage) => void;
    this.pushes.add(push);
    if (state !== "loading") queueMicrotask(() => push(readings(state, now, unit)));
    return async () => {
      this.pushes.delete(push);
    };
  }

  async sendMessagePromise<T>(message: Record<string, unknown>): Promise<T> {
    this.sent.push(message);
    const { state, now, unit, zone } = this.options;
    const days = Number(message.days);
    const answer =
      message.type === "dexcom_cgm/summary"
        ? summary(state, days, now, unit)
        : {
            ...profile(state, days, now, unit, message.daily === true),
            ...(zone ? { time_zone: zone } : {}),
          };
    return answer as T;
  }

  addEventListener(type: string, listener: Listener): void {
    const all = this.listeners.get(type) ?? new Set();
    this.listeners.set(type, all.add(listener));
  }

  removeEventListener(type: string, listener: Listener): void {
    this.listeners.get(type)?.delete(listener);
  }

  fire(type: "ready" | "disconnected"): void {
    this.connected = type === "ready";
    if (type === "disconnected") this.pushes.clear();
    for (const listener of [...(this.listeners.get(type) ?? [])]) listener();
  }
}

export const ENTITY = "sensor.anna_glucose_value";

export function fakeHass(
  options: Options,
  connection = new FakeConnection(options),
): HomeAssistant {
  const localize: Localize = () => "";
  return {
    states: { [ENTITY]: { entity_id: ENTITY, state: "112", attributes: {} } },
    entities: {
      [ENTITY]: {
        entity_id: ENTITY,
        platform: options.state === "not_found" ? "template" : "dexcom_cgm",
        device_id: "anna",
        translation_key: "glucose_value",
      },
    },
    devices: { anna: { id: "anna", name: "Anna" } },
    connection,
    locale: {
      language: options.language,
      number_format: "language",
      time_format: "language",
      time_zone: "local",
    },
    language: options.language,
    config: { time_zone: "UTC", state: "RUNNING" },
    themes: { darkMode: options.dark },
    localize,
    loadBackendTranslation: async () => localize,
  };
}
