/** Messages of the integration's websocket commands. Times are epoch seconds, glucose is in mg/dL. */

export const PROTOCOL_VERSION = 1;

export type Unit = "mg/dL" | "mmol/L";
export type Status =
  | "ok"
  | "delayed"
  | "no_data"
  | "rate_limited"
  | "cannot_connect"
  | "auth_required";
export type Trend =
  | "rising_quickly"
  | "rising"
  | "rising_slightly"
  | "steady"
  | "falling_slightly"
  | "falling"
  | "falling_quickly";

export interface LoggedEvent {
  time: number;
  type: string;
  value: number | null;
  unit: string | null;
}

export interface Current {
  time: number;
  value: number;
  delta: number | null;
  trend: Trend | null;
  source: "official" | "live" | "drill";
  is_low: boolean;
  is_urgent_low: boolean;
  is_high: boolean;
}

export interface Thresholds {
  urgent_low: number;
  low: number;
  high: number;
}

export interface Target {
  low: number;
  high: number;
}

/** An event of `dexcom_cgm/readings`: complete when `full`, else only what changed. */
export interface ReadingsMessage {
  version?: number;
  full?: boolean;
  readings?: { time: number[]; value: number[] };
  /** In a later message: the starts of the UTC hours that `readings` replace. */
  hours?: number[];
  events?: LoggedEvent[];
  current?: Current | null;
  last?: { time: number; value: number } | null;
  status?: Status;
  thresholds?: Thresholds;
  target?: Target;
  stale_after?: number;
  delay?: number;
  history_loaded?: number;
  unit?: Unit;
  title?: string;
  entry_id?: string;
}

export type BandKey = "very_low" | "low" | "in_range" | "high" | "very_high";

export interface Band {
  key: BandKey;
  from: number | null;
  to: number | null;
  share: number | null;
  minutes_per_day: number | null;
}

export interface Goal {
  measure: string;
  limit: number;
  is_minimum: boolean;
  share: number | null;
  is_met: boolean | null;
}

/** The answer of `dexcom_cgm/summary`. */
export interface Summary {
  version: number;
  start: number;
  end: number;
  days: number;
  readings: number;
  missing_readings: number;
  missing_days: number;
  cgm_active: number | null;
  is_sufficient: boolean;
  measures_from: number | null;
  history_loaded: number;
  unit: Unit;
  mean_glucose: number | null;
  standard_deviation: number | null;
  gmi: number | null;
  variability: number | null;
  bands: Band[];
  goals: Goal[];
}

export interface ProfileBin {
  minute: number;
  center: number;
  days: number;
  readings: number;
  p5: number | null;
  p25: number | null;
  p50: number | null;
  p75: number | null;
  p95: number | null;
}

export interface DailyLine {
  day: string;
  minute: number[];
  value: number[];
}

/** The answer of `dexcom_cgm/profile`. */
export interface Profile {
  version: number;
  start: number;
  end: number;
  days: number;
  days_with_data: number;
  is_sufficient: boolean;
  missing_days: number;
  unit: Unit;
  target: Target;
  time_zone: string;
  bins: ProfileBin[];
  daily?: DailyLine[];
}
