/** Made-up data in every state a card can be in. */

import type {
  Current,
  DailyLine,
  Profile,
  ProfileBin,
  ReadingsMessage,
  Summary,
  Trend,
  Unit,
} from "../src/protocol";

export const STATES = [
  "fresh",
  "low",
  "urgent_low",
  "below",
  "above",
  "high",
  "beyond",
  "live",
  "stale",
  "delayed",
  "no_data",
  "rate_limited",
  "cannot_connect",
  "auth_required",
  "backfilling",
  "few",
  "not_found",
  "unauthorized",
  "not_loaded",
  "login_wanted",
  "unknown_command",
  "newer",
  "loading",
] as const;
export type State = (typeof STATES)[number];

const VALUES: Partial<Record<State, number>> = {
  low: 62,
  urgent_low: 48,
  below: 68,
  above: 204,
  high: 287,
  beyond: 401,
};

/** Return glucose over a made-up day: meals raise it, and one night goes low. */
function glucoseAt(time: number): number {
  const hour = ((time / 3600) % 24) + (time % 7) * 0.001;
  const meal = (at: number, size: number) => size * Math.exp(-(((hour - at - 1.2) / 1.1) ** 2));
  const noise = 7 * Math.sin(time / 1900) + 5 * Math.sin(time / 700);
  const dip = -48 * Math.exp(-(((hour - 3.6) / 1) ** 2));
  return Math.round(112 + meal(7.5, 95) + meal(12.5, 75) + meal(19, 120) + dip + noise);
}

function ending(state: State, value: number, minutesToEnd: number): number {
  const goal = VALUES[state];
  if (goal === undefined || minutesToEnd > 75) return value;
  const part = 1 - minutesToEnd / 75;
  return Math.round(value + (goal - value) * part);
}

export function readings(state: State, now: number, unit: Unit): ReadingsMessage {
  const age = {
    stale: 190,
    delayed: 130,
    no_data: 2 * 1440,
    auth_required: 300,
    cannot_connect: 240,
  }[state as string];
  const newest = now - (age ?? 65) * 60;
  const time: number[] = [];
  const value: number[] = [];
  for (let at = now - 30 * 3600; at <= newest; at += 300) {
    const ago = (newest - at) / 60;
    const inGap = ago > 130 && ago < 185;
    if (inGap || (state === "few" && ago > 40)) continue;
    time.push(at);
    let found = ending(state, glucoseAt(at), ago);
    if (state === "beyond" && ago > 300 && ago < 330) found = 39;
    value.push(Math.min(401, Math.max(39, found)));
  }
  const shown = value.at(-1) ?? glucoseAt(newest);
  const last = { time: newest, value: shown };
  const trend: Trend =
    state === "urgent_low"
      ? "falling_quickly"
      : VALUES[state]
        ? shown < 100
          ? "falling"
          : "rising"
        : "steady";
  const isLive = state === "live";
  const current: Current | null =
    age === undefined
      ? {
          time: isLive ? now - 130 : newest,
          value: isLive ? 118 : shown,
          delta: state === "low" || state === "urgent_low" ? -9 : state === "few" ? null : 3,
          trend: isLive ? "rising_slightly" : trend,
          source: isLive ? "live" : "official",
          is_low: shown < 70 && state !== "below",
          is_urgent_low: shown <= 55,
          is_high: shown > 250,
        }
      : null;
  const known = ["delayed", "no_data", "rate_limited", "cannot_connect", "auth_required"];
  return {
    version: state === "newer" ? 2 : 1,
    full: true,
    readings: { time, value },
    events: [
      { time: now - 4.4 * 3600, type: "carbs", value: 45, unit: "grams" },
      { time: now - 4.3 * 3600, type: "fast_acting_insulin", value: 4.5, unit: "units" },
      { time: now - 2.6 * 3600, type: "exercise", value: 40, unit: "minutes" },
      { time: now - 9 * 3600, type: "long_acting_insulin", value: 14, unit: "units" },
      { time: now - 11 * 3600, type: "carbs", value: 60, unit: "grams" },
    ],
    current,
    last: isLive && current ? { time: current.time, value: current.value } : last,
    status: known.includes(state) ? (state as "delayed") : "ok",
    thresholds: { urgent_low: 55, low: state === "below" ? 60 : 70, high: 250 },
    target: { low: 70, high: 180 },
    stale_after: 90,
    delay: 60,
    history_loaded: state === "backfilling" ? 45 : 100,
    unit,
    title: "Anna",
    entry_id: "made-up",
  };
}

export function summary(state: State, days: number, now: number, unit: Unit): Summary {
  const few = state === "few" || state === "backfilling";
  const none = state === "no_data" && days === 1;
  const shares = [0.4, 2.9, 71.3, 19.1, 6.3];
  const limits = [
    [null, 53],
    [54, 69],
    [70, 180],
    [181, 250],
    [251, null],
  ] as const;
  const keys = ["very_low", "low", "in_range", "high", "very_high"] as const;
  const goal = (measure: string, limit: number, share: number, is_minimum = false) => ({
    measure,
    limit,
    is_minimum,
    share: none ? null : share,
    is_met: few || none ? null : is_minimum ? share > limit : share < limit,
  });
  return {
    version: 1,
    start: now - days * 86400,
    end: now,
    days,
    readings: none ? 0 : few ? 812 : Math.round(days * 288 * 0.96),
    missing_readings: few ? 2010 : 0,
    missing_days: Math.max(0, 14 - days),
    cgm_active: none ? 0 : few ? 20 : 96.2,
    is_sufficient: !few && !none,
    measures_from: few && days >= 14 ? now + 7 * 86400 : null,
    history_loaded: state === "backfilling" ? 45 : 100,
    unit,
    mean_glucose: none ? null : 147.6,
    standard_deviation: none ? null : 48.1,
    gmi: few || none ? null : 6.84,
    variability: none ? null : 32.6,
    bands: keys.map((key, index) => ({
      key,
      from: limits[index]?.[0] ?? null,
      to: limits[index]?.[1] ?? null,
      share: none ? null : (shares[index] ?? 0),
      minutes_per_day: none ? null : Math.round((shares[index] ?? 0) * 14.4),
    })),
    goals: [
      goal("time_in_range", 70, 71.3, true),
      goal("time_below_range", 4, 3.3),
      goal("time_very_low", 1, 0.4),
      goal("time_above_range", 25, 25.4),
      goal("time_very_high", 5, 6.3),
    ],
  };
}

export function profile(
  state: State,
  days: number,
  now: number,
  unit: Unit,
  daily: boolean,
): Profile {
  const withData = state === "few" || state === "backfilling" ? 3 : days;
  const bins: ProfileBin[] = Array.from({ length: 48 }, (_, index) => {
    const minute = index * 30;
    const middle = glucoseAt((minute + 15) * 60);
    const spread = 16 + 14 * Math.abs(Math.sin(minute / 200));
    const thin = state === "stale" && minute >= 120 && minute < 240;
    return {
      minute,
      center: minute + 15,
      days: thin ? 3 : withData,
      readings: withData * 6,
      p5: Math.max(42, Math.round(middle - spread * 2)),
      p25: Math.round(middle - spread),
      p50: middle,
      p75: Math.round(middle + spread * 1.2),
      p95: Math.round(middle + spread * 2.8),
    };
  });
  const lines: DailyLine[] = Array.from({ length: 14 }, (_, day) => {
    const minute = Array.from({ length: 288 }, (_, slot) => slot * 5).filter(
      (each) => (each + day * 97) % 1440 > 90,
    );
    return {
      day: `2026-11-${10 + day}`,
      minute,
      value: minute.map((each) =>
        Math.round(glucoseAt(each * 60) + 30 * Math.sin(day * 2.1 + each / 180)),
      ),
    };
  });
  return {
    version: 1,
    start: now - days * 86400,
    end: now,
    days,
    days_with_data: withData,
    is_sufficient: withData >= 14,
    missing_days: Math.max(0, 14 - withData),
    unit,
    target: { low: 70, high: 180 },
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    bins,
    ...(daily ? { daily: lines } : {}),
  };
}
