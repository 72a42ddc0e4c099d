/** What a card says about an account at a moment: a current value, or why there is none. */

import type { Current } from "../protocol";
import { type Level, levelOf } from "./glucose";
import type { Snapshot } from "./readings";

export interface Headline {
  /** The fresh reading; null where none may be shown as current. */
  current: Current | null;
  level: Level | null;
  /** The newest known reading, shown struck through where none is current. */
  last: { time: number; value: number } | null;
  /** Whole minutes since the reading that is shown. */
  ageMinutes: number | null;
  /** The status to put into words; null where everything is up to date. */
  status:
    | "stale"
    | "delayed"
    | "no_data"
    | "rate_limited"
    | "cannot_connect"
    | "auth_required"
    | null;
}

/** Describe a snapshot at `now` in epoch seconds. */
export function headlineOf(snapshot: Snapshot, now: number): Headline {
  const { target, status } = snapshot;
  // The server ends a reading's freshness, but a lost connection must not prolong it.
  const current =
    snapshot.current !== null && now - snapshot.current.time <= snapshot.staleAfter * 60
      ? snapshot.current
      : null;
  const known = snapshot.current?.source === "drill" ? null : snapshot.current;
  const last = current ? null : (snapshot.last ?? known);
  const shown = current ?? last;
  let words: Headline["status"] = status === "ok" ? null : status;
  if (!current && words === null) words = shown ? "stale" : "no_data";
  return {
    current,
    level: current && levelOf(current, target),
    last,
    ageMinutes: shown && Math.max(0, Math.floor((now - shown.time) / 60)),
    status: words,
  };
}
