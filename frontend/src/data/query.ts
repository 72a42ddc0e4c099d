/** Answers of the integration's one-time commands, shared by cards that ask the same. */

import type { Connection } from "../ha";

interface Entry {
  revision: number;
  answer: Promise<unknown>;
}

const answers = new WeakMap<Connection, Map<string, Entry>>();

/** Return the answer to a command; it is sent once for a revision of the readings. */
export function ask<T>(
  connection: Connection,
  message: Record<string, unknown>,
  revision: number,
): Promise<T> {
  let ofConnection = answers.get(connection);
  if (!ofConnection) {
    ofConnection = new Map();
    answers.set(connection, ofConnection);
  }
  const key = JSON.stringify(message);
  const known = ofConnection.get(key);
  if (known?.revision === revision) return known.answer as Promise<T>;
  const answer = connection.sendMessagePromise<T>(message);
  const entry: Entry = { revision, answer };
  const all = ofConnection;
  all.set(key, entry);
  answer.catch(() => {
    if (all.get(key) === entry) all.delete(key);
  });
  return answer;
}
