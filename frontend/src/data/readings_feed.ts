/** Subscriptions of `dexcom_cgm/readings`, shared by all cards of an entity. */

import { apply, recordChanged, type Snapshot } from "../core/readings";
import { SUBSCRIBED_HOURS } from "../core/window";
import type { Connection, EntityState, HomeAssistant } from "../ha";
import { PROTOCOL_VERSION, type ReadingsMessage } from "../protocol";
import { isTemporary, type Problem, problemOf } from "./errors";

const RETRY_AFTER = 30_000;

/** Views move cards around: what is left for a moment is not ended. */
const LINGER = 5_000;

export interface Subscriber {
  /** Whether the card can be seen: retries wait until one can. */
  isVisible(): boolean;
  feedChanged(): void;
}

/** One subscription; started for its first subscriber and ended with its last. */
export class ReadingsFeed {
  snapshot: Snapshot | undefined;
  problem: Problem | undefined;
  /** Changes with everything that measures and profile are computed from. */
  revision = 0;

  private readonly subscribers = new Set<Subscriber>();
  private readonly connection: Connection;
  private readonly entityId: string;
  private readonly ended: () => void;
  private unsubscribe: (() => Promise<void>) | undefined;
  private ending: ReturnType<typeof setTimeout> | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private attempt = 0;
  private availability: string | undefined;

  constructor(connection: Connection, entityId: string, ended: () => void) {
    this.connection = connection;
    this.entityId = entityId;
    this.ended = ended;
  }

  add(subscriber: Subscriber): () => void {
    this.subscribers.add(subscriber);
    if (this.ending !== undefined) {
      clearTimeout(this.ending);
      this.ending = undefined;
      this.becameVisible();
    } else if (this.subscribers.size === 1) {
      this.connection.addEventListener("ready", this.start);
      this.connection.addEventListener("disconnected", this.lost);
      void this.start();
    }
    return () => {
      this.subscribers.delete(subscriber);
      if (this.subscribers.size === 0) this.ending = setTimeout(() => this.end(), LINGER);
    };
  }

  /** Subscribe again where the entity has come back, is gone, or may be read now. */
  entityChanged(state: EntityState | undefined): void {
    const availability =
      state === undefined ? "missing" : state.state === "unavailable" ? "unavailable" : "available";
    const before = this.availability;
    this.availability = availability;
    if (before !== undefined && before !== availability && availability !== "unavailable") {
      void this.start();
    }
  }

  /** Try again at once if a retry has been waiting for a visible card. */
  becameVisible(): void {
    if (this.problem && isTemporary(this.problem) && this.retry === undefined) void this.start();
  }

  private readonly start = async (): Promise<void> => {
    this.stop();
    this.attempt += 1;
    const attempt = this.attempt;
    try {
      // Home Assistant's own resubscription drops a subscription silently when the
      // command fails after a restart, before the account is set up.
      const unsubscribe = await this.connection.subscribeMessage<ReadingsMessage>(
        (message) => {
          if (attempt === this.attempt) this.received(message);
        },
        { type: "dexcom_cgm/readings", entity_id: this.entityId, hours: SUBSCRIBED_HOURS },
        { resubscribe: false },
      );
      if (attempt === this.attempt) this.unsubscribe = unsubscribe;
      else if (this.connection.connected) await unsubscribe();
    } catch (error) {
      if (attempt === this.attempt) this.failed(problemOf(error));
    }
  };

  private received(message: ReadingsMessage): void {
    const version = message.version ?? this.snapshot?.version ?? PROTOCOL_VERSION;
    if (version !== PROTOCOL_VERSION) {
      this.problem = version > PROTOCOL_VERSION ? "server_newer" : "server_older";
    } else {
      this.problem = undefined;
      const before = this.snapshot;
      this.snapshot = apply(before, message);
      if (recordChanged(before, this.snapshot)) this.revision += 1;
    }
    this.notify();
  }

  private failed(problem: Problem): void {
    this.problem = problem;
    if (isTemporary(problem)) {
      this.retry = setTimeout(() => {
        this.retry = undefined;
        if ([...this.subscribers].some((each) => each.isVisible())) void this.start();
      }, RETRY_AFTER);
    }
    this.notify();
  }

  /** Forget the subscription: its id belongs to the connection that was lost. */
  private readonly lost = (): void => {
    this.attempt += 1;
    this.unsubscribe = undefined;
    this.stop();
  };

  private stop(): void {
    clearTimeout(this.retry);
    this.retry = undefined;
    const unsubscribe = this.unsubscribe;
    this.unsubscribe = undefined;
    unsubscribe?.().catch(() => {
      // The server has already ended it.
    });
  }

  private end(): void {
    this.attempt += 1;
    this.stop();
    this.connection.removeEventListener("ready", this.start);
    this.connection.removeEventListener("disconnected", this.lost);
    this.ended();
  }

  private notify(): void {
    for (const subscriber of [...this.subscribers]) subscriber.feedChanged();
  }
}

const feeds = new WeakMap<Connection, Map<string, ReadingsFeed>>();

/** Return the feed of an entity; while it is in use, all callers get the same one. */
export function feedOf(hass: HomeAssistant, entityId: string): ReadingsFeed {
  let ofConnection = feeds.get(hass.connection);
  if (!ofConnection) {
    ofConnection = new Map();
    feeds.set(hass.connection, ofConnection);
  }
  const all = ofConnection;
  let feed = all.get(entityId);
  if (!feed) {
    feed = new ReadingsFeed(hass.connection, entityId, () => {
      if (all.get(entityId) === feed) all.delete(entityId);
    });
    all.set(entityId, feed);
  }
  return feed;
}
