import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ENTITY, FakeConnection, fakeHass, type Options } from "../dev/fake_hass";
import { ask } from "../src/data/query";
import { feedOf, type Subscriber } from "../src/data/readings_feed";
import type { EntityState } from "../src/ha";

const options: Options = {
  state: "fresh",
  unit: "mg/dL",
  dark: false,
  language: "en",
  now: 1_800_000_000,
};

class Card implements Subscriber {
  visible = true;
  changes = 0;
  isVisible(): boolean {
    return this.visible;
  }
  feedChanged(): void {
    this.changes += 1;
  }
}

const settle = () => vi.advanceTimersByTimeAsync(0);
const state = (text: string): EntityState => ({ entity_id: ENTITY, state: text, attributes: {} });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp(given: Partial<Options> = {}) {
  const connection = new FakeConnection({ ...options, ...given });
  const hass = fakeHass(connection.options, connection);
  const card = new Card();
  const feed = feedOf(hass, ENTITY);
  return { connection, hass, card, feed };
}

describe("a subscription", () => {
  test("is shared by all cards of an entity and ends with the last", async () => {
    const { connection, hass, card, feed } = setUp();
    const other = new Card();
    const leave = feed.add(card);
    const otherLeaves = feedOf(hass, ENTITY).add(other);
    await settle();
    expect(connection.sent).toHaveLength(1);
    expect([card.changes, other.changes]).toEqual([1, 1]);
    leave();
    await settle();
    expect(connection.pushes.size).toBe(1);
    otherLeaves();
    await vi.advanceTimersByTimeAsync(5000);
    expect(connection.pushes.size).toBe(0);
    expect(feedOf(hass, ENTITY)).not.toBe(feed);
  });

  test("is not left behind when the last card goes before the answer", async () => {
    const { connection, card, feed } = setUp();
    let answer = () => {};
    const subscribe = connection.subscribeMessage.bind(connection);
    connection.subscribeMessage = async (...given) => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return subscribe(...given);
    };
    feed.add(card)();
    await vi.advanceTimersByTimeAsync(5000);
    answer();
    await settle();
    expect(connection.pushes.size).toBe(0);
    expect(card.changes).toBe(0);
  });

  test("goes on when a card is moved within the page", async () => {
    const { connection, hass, card, feed } = setUp();
    feed.add(card)();
    await vi.advanceTimersByTimeAsync(1000);
    feedOf(hass, ENTITY).add(card);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(connection.sent).toHaveLength(1);
    expect(connection.pushes.size).toBe(1);
  });

  test("is made anew when the connection is back", async () => {
    const { connection, card, feed } = setUp();
    feed.add(card);
    await settle();
    connection.fire("disconnected");
    expect(feed.snapshot?.title).toBe("Anna");
    connection.fire("ready");
    await settle();
    expect(connection.sent).toHaveLength(2);
    expect(connection.pushes.size).toBe(1);
    expect(card.changes).toBe(2);
  });

  test("is tried again after a restart until the account is set up", async () => {
    const { connection, card, feed } = setUp();
    feed.add(card);
    await settle();
    connection.fire("disconnected");
    connection.options.state = "unknown_command";
    connection.fire("ready");
    await settle();
    expect(feed.problem).toBe("server_older");
    connection.options.state = "fresh";
    await vi.advanceTimersByTimeAsync(30_000);
    expect(feed.problem).toBeUndefined();
    expect(connection.pushes.size).toBe(1);
  });

  test("is not tried again while no card can be seen", async () => {
    const { connection, card, feed } = setUp({ state: "not_loaded" });
    feed.add(card);
    await settle();
    expect(feed.problem).toBe("not_loaded");
    card.visible = false;
    await vi.advanceTimersByTimeAsync(300_000);
    expect(connection.sent).toHaveLength(1);
    connection.options.state = "fresh";
    card.visible = true;
    feed.becameVisible();
    await settle();
    expect(feed.problem).toBeUndefined();
  });

  test.each(["not_found", "unauthorized"] as const)("%s is not tried again", async (failure) => {
    const { connection, card, feed } = setUp({ state: failure });
    feed.add(card);
    await vi.advanceTimersByTimeAsync(300_000);
    expect(feed.problem).toBe(failure);
    expect(connection.sent).toHaveLength(1);
  });

  test("is made anew when the entity is available again or gone", async () => {
    const { connection, card, feed } = setUp();
    feed.add(card);
    feed.entityChanged(state("112"));
    feed.entityChanged(state("113"));
    feed.entityChanged(state("unavailable"));
    await settle();
    expect(connection.sent).toHaveLength(1);
    feed.entityChanged(state("114"));
    await settle();
    expect(connection.sent).toHaveLength(2);
    connection.options.state = "not_found";
    feed.entityChanged(undefined);
    await settle();
    expect(feed.problem).toBe("not_found");
    expect(connection.pushes.size).toBe(0);
  });

  test("of a newer or an older server is a problem", async () => {
    const { connection, card, feed } = setUp({ state: "newer" });
    feed.add(card);
    await settle();
    expect(feed.problem).toBe("server_newer");
    expect(feed.snapshot).toBeUndefined();
    for (const push of connection.pushes) push({ version: 0, full: true });
    expect(feed.problem).toBe("server_older");
  });

  test("counts what measures are computed from", async () => {
    const { connection, card, feed } = setUp();
    feed.add(card);
    await settle();
    const [push] = connection.pushes;
    const before = feed.revision;
    push?.({ status: "delayed" });
    expect(feed.revision).toBe(before);
    push?.({ readings: { time: [options.now], value: [120] } });
    expect(feed.revision).toBe(before + 1);
  });
});

describe("a question", () => {
  const message = { type: "dexcom_cgm/summary", entity_id: ENTITY, days: 14 };

  test("is sent once for a revision", async () => {
    const { connection } = setUp();
    await Promise.all([ask(connection, message, 1), ask(connection, message, 1)]);
    expect(connection.sent).toHaveLength(1);
    await ask(connection, message, 2);
    expect(connection.sent).toHaveLength(2);
  });

  test("whose answer failed is sent again", async () => {
    const { connection } = setUp();
    connection.sendMessagePromise = vi.fn().mockRejectedValue({ code: "not_loaded" });
    await expect(ask(connection, message, 1)).rejects.toEqual({ code: "not_loaded" });
    await expect(ask(connection, message, 1)).rejects.toEqual({ code: "not_loaded" });
    expect(connection.sendMessagePromise).toHaveBeenCalledTimes(2);
  });
});
