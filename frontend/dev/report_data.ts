/** Made-up data of a report, computed from made-up readings of a person with type 1 diabetes. */

import translations from "../../custom_components/dexcom_cgm/translations/en.json";
import type { BandKey, Goal, ProfileBin, Target, Unit } from "../src/protocol";
import type { DayData, DayEvent, Lows, Part, Recurring, ReportData } from "../src/report/data";

/** Many patterns, notes and messages at once need the most space. */
export type Kind = "full" | "sparse" | "empty" | "quiet" | "many" | "hostile";
/** English, English of the length of a long language, or letters written from right to left. */
export type Words = "english" | "long" | "rtl";

export interface Wanted {
  kind: Kind;
  unit: Unit;
  targets: string;
  language: string;
  words: Words;
}

const ZONE = "Europe/Vienna";
const DAYS = 14;
const HOUR = 3600;
/** Vienna's clocks went back on October 25, which has 25 hours. */
const LAST_DAY = Date.UTC(2026, 10, 1);
const CLOCK_CHANGE = Date.UTC(2026, 9, 25, 1) / 1000;

interface Reading {
  time: number;
  value: number;
  day: number;
  /** Minutes since local midnight. */
  minute: number;
  /** Minutes of the local clock. */
  clock: number;
}

interface Day {
  iso: string;
  start: number;
  length: number;
  weekday: number;
}

function days(): Day[] {
  return Array.from({ length: DAYS }, (_, index) => {
    const date = new Date(LAST_DAY - (DAYS - 1 - index) * 86_400_000);
    const midnight = date.getTime() / 1000;
    const offset = midnight - 2 * HOUR < CLOCK_CHANGE ? 2 : 1;
    const iso = date.toISOString().slice(0, 10);
    const start = midnight - offset * HOUR;
    const isChange = start < CLOCK_CHANGE && start + 86_400 > CLOCK_CHANGE;
    return { iso, start, length: isChange ? 1500 : 1440, weekday: date.getUTCDay() };
  });
}

/** Return numbers from 0 to 1 that look random and are the same every time. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Meal {
  minute: number;
  carbs: number;
  rise: number;
}

function meals(day: Day, next: () => number): Meal[] {
  const isWeekend = day.weekday === 0 || day.weekday === 6;
  const shift = isWeekend ? 90 : 0;
  const at = [7 * 60 + shift, 12 * 60 + 30, 19 * 60, 15 * 60 + 30];
  return at
    .filter((_, index) => index < 3 || next() < 0.5)
    .map((minute, index) => {
      const carbs = Math.round((index === 3 ? 15 : 40 + next() * 45) / 5) * 5;
      const missed = isWeekend && index === 2 ? 1.7 : 1;
      return {
        minute: Math.round((minute + (next() - 0.5) * 70) / 5) * 5,
        carbs,
        rise: carbs * (0.9 + next() * 0.9) * missed,
      };
    });
}

function glucose(day: Day, quiet: boolean): { values: Map<number, number>; events: DayEvent[] } {
  const next = random(Date.parse(day.iso) / 86_400_000);
  const eaten = meals(day, next);
  const level = 108 + next() * 26;
  const dips = next() < 0.5 ? [{ minute: 120 + next() * 150, depth: 30 + next() * 38 }] : [];
  if (next() < 0.25) dips.push({ minute: 16 * 60 + next() * 120, depth: 45 + next() * 20 });
  const values = new Map<number, number>();
  let drift = 0;
  const hasGap = next() < 0.35;
  const gap = 300 + next() * 900;
  for (let minute = 2; minute < day.length; minute += 5) {
    drift = drift * 0.97 + (next() - 0.5) * 9;
    let value = level + drift;
    for (const meal of eaten) {
      const since = (minute - meal.minute) / 60;
      if (since > 0) value += meal.rise * 1.9 * (since / 1.3) * Math.exp(1 - since / 1.1) * 0.72;
    }
    // Dawn.
    value += 28 * Math.exp(-(((minute - 400) / 110) ** 2));
    for (const dip of dips) value -= dip.depth * Math.exp(-(((minute - dip.minute) / 45) ** 2));
    if (quiet) value = 118 + (value - 118) * 0.28;
    if (hasGap && minute > gap && minute < gap + 130) continue;
    values.set(minute, Math.round(Math.min(401, Math.max(39, value))));
  }
  const events: DayEvent[] = eaten.flatMap((meal) => [
    { minute: meal.minute, type: "carbs", value: meal.carbs, unit: "grams" },
    {
      minute: meal.minute - 5,
      type: "fast_acting_insulin",
      value: Math.round(meal.carbs / 5) / 2,
      unit: "units",
    },
  ]);
  if (next() < 0.3) {
    events.push({ minute: 17 * 60 + 30, type: "exercise", value: 40, unit: "minutes" });
  }
  events.push({ minute: 22 * 60, type: "long_acting_insulin", value: 16, unit: "units" });
  return { values, events };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] ?? 0;
  return low + ((sorted[Math.ceil(at)] ?? low) - low) * (at % 1);
}

function share(values: readonly number[], holds: (value: number) => boolean): number {
  return (values.filter(holds).length / values.length) * 100;
}

const TARGETS: Record<string, { target: Target; goals: [string, number, boolean][] }> = {
  most_adults: {
    target: { low: 70, high: 180 },
    goals: [
      ["time_in_range", 70, true],
      ["time_below_range", 4, false],
      ["time_very_low", 1, false],
      ["time_above_range", 25, false],
      ["time_very_high", 5, false],
    ],
  },
  older_or_frail: {
    target: { low: 70, high: 180 },
    goals: [
      ["time_in_range", 50, true],
      ["time_below_range", 1, false],
      ["time_very_high", 10, false],
    ],
  },
  pregnancy: {
    target: { low: 63, high: 140 },
    goals: [
      ["time_in_range", 70, true],
      ["time_below_range", 4, false],
      ["time_very_low", 1, false],
      ["time_above_range", 25, false],
    ],
  },
};

/** Return episodes of at least 15 minutes below a limit, with their minutes. */
function episodes(readings: readonly Reading[], below: number): number[] {
  const found: number[] = [];
  let from: number | undefined;
  let last = 0;
  for (const { time, value } of readings) {
    if (value < below) {
      from ??= time;
      last = time;
    } else if (from !== undefined && time - last >= 900) {
      if (last - from >= 900) found.push((last + 300 - from) / 60);
      from = undefined;
    }
  }
  return found;
}

function part(readings: readonly Reading[], target: Target): Part | null {
  if (readings.length === 0) return null;
  const values = readings.map((reading) => reading.value);
  return {
    readings: readings.length,
    days: new Set(readings.map((reading) => reading.day)).size,
    mean: mean(values),
    in_range: share(values, (value) => value >= target.low && value <= target.high),
    below: share(values, (value) => value < target.low),
    above: share(values, (value) => value > target.high),
  };
}

function bins(readings: readonly Reading[]): ProfileBin[] {
  return Array.from({ length: 48 }, (_, index) => {
    const minute = index * 30;
    const within = readings.filter(({ clock }) => clock >= minute && clock < minute + 30);
    const sorted = within.map((reading) => reading.value).sort((one, other) => one - other);
    const at = (part: number) => (sorted.length ? quantile(sorted, part) : null);
    return {
      minute,
      center: minute + 15,
      days: new Set(within.map((reading) => reading.day)).size,
      readings: sorted.length,
      p5: at(0.05),
      p25: at(0.25),
      p50: at(0.5),
      p75: at(0.75),
      p95: at(0.95),
    };
  });
}

/** Return the texts of the cards and the report by their keys. */
function texts(words: Words): Record<string, string> {
  const found: Record<string, string> = {};
  const add = (section: object, prefix: string): void => {
    for (const [key, value] of Object.entries(section)) {
      if (typeof value === "string") found[prefix + key] = spelled(value, words);
      else add(value, `${prefix}${key}.`);
    }
  };
  add(translations.config_panel, "");
  return found;
}

const HEBREW = "אבגדהוזחטיכלמנסעפצקרשת";

/** Spell a text as a longer one, or in letters that are written from right to left. */
function spelled(text: string, words: Words): string {
  if (words === "english") return text;
  return text
    .split(/(\{\w+\}|\bCSV\b|\bGMI\b|\bCGM\b)/)
    .map((piece, index) => {
      if (index % 2) return piece;
      if (words === "long") return piece.replace(/[aeiou](?=[a-z])/g, "$&$&");
      return piece.replace(
        /[a-z]/gi,
        (letter) => HEBREW[letter.toLowerCase().charCodeAt(0) % HEBREW.length] ?? letter,
      );
    })
    .join("");
}

const HOSTILE = `</script><script>document.title="hacked"</script><img src=x onerror=alert(1)>"'&\u2028`;

function recurring(kind: Kind): Recurring[] {
  const block = (kind: "low" | "high", from: number, days: number): Recurring => ({
    kind,
    from,
    to: from + 180,
    days,
    of_days: 14,
  });
  if (kind === "full") return [block("low", 0, 5), block("high", 1080, 8)];
  if (kind !== "many") return [];
  const starts = Array.from({ length: 8 }, (_, index) => index * 180);
  return (["low", "high"] as const).flatMap((each) => starts.map((from) => block(each, from, 10)));
}

/** Return the data of a report, of the form that the integration embeds. */
export function reportData({ kind, unit, targets, language, words }: Wanted): ReportData {
  const { target, goals } = TARGETS[targets] ?? (TARGETS.most_adults as (typeof TARGETS)[string]);
  const all = days();
  const first = { full: 0, hostile: 0, quiet: 0, many: 0, sparse: DAYS - 3, empty: DAYS }[kind];
  const readings: Reading[] = [];
  const daily: DayData[] = all.map((day, index) => {
    const { values, events } =
      index >= first
        ? glucose(day, kind === "quiet")
        : { values: new Map<number, number>(), events: [] };
    const isThin = kind === "many" && index < 10;
    const found = [...values].filter(([each]) => !isThin || each < 120 || each > 240);
    const minute = found.map(([each]) => each);
    const value = found.map(([, each]) => each);
    const shift = day.length - 1440;
    minute.forEach((each, at) => {
      const clock = shift && each >= 180 ? each - shift : each;
      readings.push({
        time: day.start + each * 60,
        value: value[at] ?? 0,
        day: index,
        minute: each,
        clock,
      });
    });
    const isEnough = value.length > 200;
    return {
      day: day.iso,
      length: day.length,
      minute,
      value,
      events,
      readings: value.length,
      mean: isEnough ? mean(value) : null,
      in_range: isEnough ? share(value, (each) => each >= target.low && each <= target.high) : null,
    };
  });
  const values = readings.map((reading) => reading.value);
  const sorted = [...values].sort((one, other) => one - other);
  const isEmpty = values.length === 0;
  const withData = new Set(readings.map((reading) => reading.day)).size;
  const isSufficient = withData >= 14 && kind !== "many";
  const average = isEmpty ? null : mean(values);
  const deviation =
    average === null
      ? null
      : Math.sqrt(
          values.reduce((sum, value) => sum + (value - average) ** 2, 0) / (values.length - 1),
        );
  const limits: [BandKey, number | null, number | null][] = [
    ["very_low", null, 53],
    ["low", 54, target.low - 1],
    ["in_range", target.low, target.high],
    ["high", target.high + 1, 250],
    ["very_high", 251, null],
  ];
  const shares: Record<string, number> = isEmpty
    ? {}
    : {
        time_in_range: share(values, (each) => each >= target.low && each <= target.high),
        time_below_range: share(values, (each) => each < target.low),
        time_very_low: share(values, (each) => each < 54),
        time_above_range: share(values, (each) => each > target.high),
        time_very_high: share(values, (each) => each > 250),
      };
  const goal = ([measure, limit, is_minimum]: [string, number, boolean]): Goal => {
    const found = shares[measure] ?? null;
    const isMet =
      found === null || !isSufficient ? null : is_minimum ? found > limit : found < limit;
    return { measure, limit, is_minimum, share: found, is_met: isMet };
  };
  const start = (all[0]?.start ?? 0) + 17 * HOUR + 1_260;
  const end = start + DAYS * 86_400;
  const extreme = (value: number | undefined) => {
    const found = readings.find((reading) => reading.value === value);
    return found ? { value: found.value, time: found.time } : null;
  };
  const lows = (level: number, below: number): Lows => {
    const found = episodes(readings, below).sort((one, other) => one - other);
    return {
      level,
      below,
      episodes: found.length,
      per_week: isSufficient ? (found.length / DAYS) * 7 : null,
      median_minutes: found.length ? quantile(found, 0.5) : null,
      longest_minutes: found.at(-1) ?? null,
      may_be_longer: 0,
    };
  };
  const isNight = (reading: Reading) => reading.clock < 360;
  const isWeekend = (reading: Reading) => [0, 6].includes(all[reading.day]?.weekday ?? 1);
  const ranked = daily
    .filter((day) => day.in_range !== null)
    .sort((one, other) => (one.in_range ?? 0) - (other.in_range ?? 0))
    .map(({ day, in_range, mean: average }) => ({
      day,
      in_range: in_range ?? 0,
      mean: average ?? 0,
    }));
  const of = (holds: (reading: Reading) => boolean) =>
    isSufficient || kind === "many" ? part(readings.filter(holds), target) : null;
  return {
    version: 1,
    title: kind === "hostile" ? HOSTILE : "Anna",
    language,
    locale: { number_format: "language", time_format: "language" },
    texts: texts(words),
    rtl: words === "rtl",
    unit,
    time_zone: ZONE,
    generated: end + HOUR,
    start,
    end,
    days: DAYS,
    history_loaded: kind === "sparse" || kind === "many" ? 21 : 100,
    events_known: kind !== "quiet",
    readings: values.length,
    days_with_data: withData,
    cgm_active: isEmpty ? 0 : (values.length / (DAYS * 288)) * 100,
    is_sufficient: isSufficient,
    targets,
    target,
    mean: average,
    median: isEmpty ? null : quantile(sorted, 0.5),
    q1: isEmpty ? null : quantile(sorted, 0.25),
    q3: isEmpty ? null : quantile(sorted, 0.75),
    standard_deviation: deviation,
    variability: average === null || deviation === null ? null : (deviation / average) * 100,
    gmi: average === null || !isSufficient ? null : 3.31 + 0.02392 * average,
    lowest: extreme(sorted[0]),
    highest: extreme(sorted.at(-1)),
    bands: limits.map(([key, from, to]) => {
      const found = isEmpty
        ? null
        : share(values, (each) => each >= (from ?? 0) && each <= (to ?? 999));
      return {
        key,
        from,
        to,
        share: found,
        minutes_per_day: found === null ? null : Math.round(found * 14.4),
      };
    }),
    goals: goals.map(goal),
    profile: {
      days_with_data: withData,
      is_sufficient: isSufficient,
      missing_days: Math.max(0, 14 - withData),
      bins: bins(readings),
    },
    daily,
    lows: [lows(1, 70), lows(2, 54)],
    patterns: {
      recurring: recurring(kind),
      rule: {
        low_below: 70,
        high_above: target.high,
        block_minutes: 180,
        high_minutes: 90,
        minimum_days: 3,
        minimum_share: 20,
        required_days: 7,
      },
      night: of(isNight),
      day: of((reading) => !isNight(reading)),
      weekday: of((reading) => !isWeekend(reading)),
      weekend: of(isWeekend),
      best_day: isSufficient || kind === "many" ? (ranked.at(-1) ?? null) : null,
      worst_day: isSufficient || kind === "many" ? (ranked[0] ?? null) : null,
    },
  };
}
