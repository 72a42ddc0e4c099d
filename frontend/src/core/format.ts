/** Numbers, times and durations in the user's locale. */

import type { HomeAssistant } from "../ha";
import type { Unit } from "../protocol";
import { beyondSensor, inUnit } from "./glucose";

const NUMBER_LOCALES: Record<string, string[]> = {
  comma_decimal: ["en-US"],
  decimal_comma: ["de", "es", "it"],
  space_comma: ["fr", "sv", "cs"],
  quote_decimal: ["de-CH"],
  none: ["en-US"],
};

/** Isolate a figure such as "< 70" or "70–180", so that right-to-left text keeps its order. */
export function leftToRight(figure: string): string {
  return `\u2066${figure}\u2069`;
}

/** Home Assistant's display settings that formatting depends on. */
export interface Settings {
  language: string;
  numberFormat: string;
  timeFormat: string;
  timeZone: string | undefined;
}

export function settingsOf(hass: HomeAssistant): Settings {
  return {
    language: hass.locale.language || hass.language || "en",
    numberFormat: hass.locale.number_format,
    timeFormat: hass.locale.time_format,
    timeZone: hass.locale.time_zone === "server" ? hass.config.time_zone : undefined,
  };
}

type DurationUnit = "minute" | "hour" | "day";

/** Formats values for one combination of settings. */
export class Formatter {
  private readonly cache = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();
  private readonly settings: Settings;

  constructor(settings: Settings) {
    this.settings = settings;
  }

  /** Format a number with exactly `digits` decimals. */
  number(value: number, digits = 0, sign = false): string {
    return this.decimals(value, digits, "decimal", sign ? "exceptZero" : "auto");
  }

  /** Format a number of percents. */
  percent(value: number, digits = 0): string {
    return this.decimals(value / 100, digits, "percent");
  }

  /** Format a range of percents, such as "25–75%". */
  percents(from: number, to: number): string {
    return `${this.number(from)}–${this.percent(to)}`;
  }

  private decimals(
    value: number,
    digits: number,
    style: "decimal" | "percent",
    signDisplay: "auto" | "exceptZero" = "auto",
  ): string {
    const { numberFormat, language } = this.settings;
    const locales =
      numberFormat === "system" ? undefined : (NUMBER_LOCALES[numberFormat] ?? [language]);
    return this.numbers(`${style}${digits}${signDisplay}`, locales, {
      style,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      useGrouping: numberFormat !== "none",
      signDisplay,
    }).format(value);
  }

  /** Format glucose in mg/dL in a unit, without the unit's name. */
  glucose(value: number, unit: Unit): string {
    return this.number(inUnit(value, unit), unit === "mmol/L" ? 1 : 0);
  }

  /** Format a reading: what lies beyond the sensor's range is LOW or HIGH. */
  reading(value: number, unit: Unit, words: Record<"low" | "high", string>): string {
    const beyond = beyondSensor(value);
    return beyond === null ? this.glucose(value, unit) : words[beyond];
  }

  /** Format a change of glucose, always with its sign. */
  change(value: number, unit: Unit): string {
    const shown = inUnit(value, unit);
    const text = this.number(shown, unit === "mmol/L" ? 1 : 0, true);
    return leftToRight(shown === 0 ? `±${text}` : text.replace("-", "−"));
  }

  /** Format a count of minutes, hours or days with its unit, such as "65 min". */
  count(value: number, unit: DurationUnit, display: "short" | "long" = "short"): string {
    return this.numbers(`u${unit}${display}`, [this.settings.language], {
      style: "unit",
      unit,
      unitDisplay: display,
      maximumFractionDigits: 0,
    }).format(value);
  }

  /** Format a duration as hours and minutes, such as "2 hr 5 min". */
  duration(minutes: number): string {
    const whole = Math.round(minutes);
    const hours = Math.floor(whole / 60);
    const rest = whole % 60;
    if (hours === 0) return this.count(rest, "minute");
    if (rest === 0) return this.count(hours, "hour");
    return `${this.count(hours, "hour")} ${this.count(rest, "minute")}`;
  }

  /** Format a time of day; with the date where the day is not that of `now`. */
  time(seconds: number, now?: number): string {
    const time = this.dates("time", { hour: "numeric", minute: "2-digit" }).format(seconds * 1000);
    if (now === undefined || this.dayKey(seconds) === this.dayKey(now)) return time;
    return `${this.dates("day", { month: "short", day: "numeric" }).format(seconds * 1000)}, ${time}`;
  }

  date(seconds: number): string {
    return this.dates("date", { weekday: "short", month: "long", day: "numeric" }).format(
      seconds * 1000,
    );
  }

  /** Format a day given as "2026-11-24", such as "Tue, Nov 24". */
  day(iso: string): string {
    const options = { weekday: "short", month: "short", day: "numeric", timeZone: "UTC" } as const;
    return this.dates("isoDay", options).format(Date.parse(iso));
  }

  /** Format the dates from one time to another, such as "November 10 – 24, 2026". */
  dateRange(start: number, end: number): string {
    const options = { year: "numeric", month: "long", day: "numeric" } as const;
    return this.dates("dateRange", options).formatRange(start * 1000, end * 1000);
  }

  /** Format a time with its date and year. */
  dateTime(seconds: number): string {
    return this.dates("dateTime", {
      year: "numeric",
      month: "short",
      day: "numeric",
      hour: "numeric",
      minute: "2-digit",
    }).format(seconds * 1000);
  }

  /** Format a time of day given as minutes since midnight. */
  clock(minutes: number, short = false): string {
    const options: Intl.DateTimeFormatOptions = { hour: "numeric", timeZone: "UTC" };
    if (!short || this.is24Hour) options.minute = "2-digit";
    return this.dates(`clock${short}`, options).format(minutes * 60_000);
  }

  /** Return the minutes since local midnight of a time. */
  minuteOfDay(seconds: number): number {
    const parts = this.dates(
      "parts",
      { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
      "en",
    ).formatToParts(seconds * 1000);
    const part = (type: string) => Number(parts.find((each) => each.type === type)?.value ?? 0);
    return part("hour") * 60 + part("minute");
  }

  /** The time zone that times are shown in. */
  get timeZone(): string {
    return this.dates("zone", {}).resolvedOptions().timeZone;
  }

  get is24Hour(): boolean {
    return !this.dates("is24", { hour: "numeric" }).resolvedOptions().hour12;
  }

  /** Return on how many local days a window lies. */
  calendarDays(start: number, end: number): number {
    const [first, last] = [start, end - 1].map((each) => {
      const [month = 1, day = 1, year = 1970] = this.dayKey(each).split("/").map(Number);
      return Date.UTC(year, month - 1, day);
    });
    return ((last ?? 0) - (first ?? 0)) / 86_400_000 + 1;
  }

  private dayKey(seconds: number): string {
    return this.dates("key", { year: "numeric", month: "numeric", day: "numeric" }, "en").format(
      seconds * 1000,
    );
  }

  private numbers(
    key: string,
    locales: string[] | undefined,
    options: Intl.NumberFormatOptions,
  ): Intl.NumberFormat {
    return this.cached(key, () => {
      try {
        return new Intl.NumberFormat(locales, options);
      } catch {
        // A language tag that the browser does not accept.
        return new Intl.NumberFormat("en", options);
      }
    });
  }

  private dates(
    key: string,
    options: Intl.DateTimeFormatOptions,
    fixed?: string,
  ): Intl.DateTimeFormat {
    return this.cached(key, () => {
      const { language, timeFormat, timeZone } = this.settings;
      const all: Intl.DateTimeFormatOptions = { ...options };
      all.timeZone ??= timeZone;
      if (options.hour !== undefined && options.hourCycle === undefined) {
        if (timeFormat === "12") all.hourCycle = "h12";
        if (timeFormat === "24") all.hourCycle = "h23";
      }
      const locale = fixed ?? (timeFormat === "system" ? undefined : language);
      try {
        return new Intl.DateTimeFormat(locale, all);
      } catch {
        return new Intl.DateTimeFormat("en", all);
      }
    });
  }

  private cached<T extends Intl.NumberFormat | Intl.DateTimeFormat>(
    key: string,
    create: () => T,
  ): T {
    let format = this.cache.get(key) as T | undefined;
    if (!format) {
      format = create();
      this.cache.set(key, format);
    }
    return format;
  }
}

let shared: { key: string; formatter: Formatter } | undefined;

/** Return the formatter of Home Assistant's present settings, shared by all cards. */
export function formatterOf(hass: HomeAssistant): Formatter {
  const settings = settingsOf(hass);
  const key = JSON.stringify(settings);
  if (shared?.key !== key) shared = { key, formatter: new Formatter(settings) };
  return shared.formatter;
}
