/** What the report shows: the data that the integration embeds into the page. Glucose is in mg/dL. */

import type { Formatter } from "../core/format";
import type { Translate } from "../core/texts";
import type { Band, DailyLine, Goal, ProfileBin, Target, Unit } from "../protocol";

/** A reading with its time. */
export interface Extreme {
  value: number;
  time: number;
}

export interface DayEvent {
  minute: number;
  type: string;
  value: number | null;
  unit: string | null;
}

export interface DayData extends DailyLine {
  /** Minutes of the local day: 1,380 or 1,500 where the clocks change. */
  length: number;
  events: DayEvent[];
  readings: number;
  mean: number | null;
  in_range: number | null;
}

export interface Lows {
  level: number;
  below: number;
  episodes: number | null;
  per_week: number | null;
  median_minutes: number | null;
  longest_minutes: number | null;
  /** Episodes that begin or end at a gap, or at an end of the window. */
  may_be_longer: number;
}

export interface Recurring {
  kind: "low" | "high";
  from: number;
  to: number;
  days: number;
  of_days: number;
}

export interface Part {
  readings: number;
  days: number;
  mean: number | null;
  in_range: number | null;
  below: number | null;
  above: number | null;
}

export interface SingleDay {
  day: string;
  in_range: number;
  mean: number;
}

export interface Patterns {
  recurring: Recurring[];
  rule: {
    low_below: number;
    high_above: number;
    block_minutes: number;
    high_minutes: number;
    minimum_days: number;
    minimum_share: number;
    required_days: number;
  };
  night: Part | null;
  day: Part | null;
  weekday: Part | null;
  weekend: Part | null;
  best_day: SingleDay | null;
  worst_day: SingleDay | null;
}

export interface ReportData {
  version: number;
  title: string;
  language: string;
  locale: { number_format?: string; time_format?: string } | null;
  texts: Record<string, string>;
  rtl: boolean;
  unit: Unit;
  time_zone: string;
  generated: number;
  start: number;
  end: number;
  days: number;
  /** How much of the history the integration has loaded, in percent. */
  history_loaded: number;
  /** Whether the logged events are known. */
  events_known: boolean;
  readings: number;
  days_with_data: number;
  cgm_active: number | null;
  is_sufficient: boolean;
  targets: string;
  target: Target;
  mean: number | null;
  median: number | null;
  q1: number | null;
  q3: number | null;
  standard_deviation: number | null;
  variability: number | null;
  gmi: number | null;
  lowest: Extreme | null;
  highest: Extreme | null;
  bands: Band[];
  goals: Goal[];
  profile: {
    days_with_data: number;
    is_sufficient: boolean;
    missing_days: number;
    bins: ProfileBin[];
  };
  daily: DayData[];
  lows: Lows[];
  patterns: Patterns;
}

/** The data with what puts them into words. */
export interface Report {
  data: ReportData;
  format: Formatter;
  t: Translate;
}

/** Consensus for GMI and goals: 14 days, with 70% of the possible readings. */
export const SUFFICIENT = { days: 14, share: 70 };

/** Format glucose with its unit. */
export function glucoseText({ data, format }: Report, value: number | null): string {
  return value === null ? "–" : `${format.glucose(value, data.unit)} ${data.unit}`;
}

/** Format a share in percent. */
export function percentText({ format }: Report, value: number | null, digits = 1): string {
  return value === null ? "–" : format.percent(value, digits);
}
