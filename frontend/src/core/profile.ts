/** Geometry of the glucose profile by time of day. */

import type { DailyLine, ProfileBin } from "../protocol";
import { px, type Scale } from "./scale";
import { linePath } from "./trace";

const DAY = 24 * 60;

/** Bins from fewer days have no percentile bands: their outer percentiles mean nothing. */
export const FEWEST_DAYS = 5;

/** A profile of fewer days shows chance. */
export const FEWEST_DAYS_AT_ALL = 7;

type Percentile = "p5" | "p25" | "p50" | "p75" | "p95";

/** Return the bins with one more at either end, so that curves run on around midnight. */
export function wrapped(bins: readonly ProfileBin[]): ProfileBin[] {
  const first = bins[0];
  const last = bins.at(-1);
  if (!first || !last) return [];
  return [
    { ...last, center: last.center - DAY },
    ...bins,
    { ...first, center: first.center + DAY },
  ];
}

/** Split wrapped bins into stretches in which `holds`. */
function stretches(
  bins: readonly ProfileBin[],
  holds: (bin: ProfileBin) => boolean,
): ProfileBin[][] {
  const found: ProfileBin[][] = [];
  let open: ProfileBin[] | undefined;
  for (const bin of bins) {
    if (!holds(bin)) open = undefined;
    else if (open) open.push(bin);
    else {
      open = [bin];
      found.push(open);
    }
  }
  return found;
}

function isSupported(bin: ProfileBin): boolean {
  return bin.p50 !== null && bin.days >= FEWEST_DAYS;
}

const PERCENTILES = ["p5", "p25", "p50", "p75", "p95"] as const;

/**
 * Return bins for a smooth drawing: each is weighted 1-4-1 with its neighbors around the clock.
 *
 * For drawing only, never for figures. Bins beside unsupported ones stay as they are.
 */
export function smoothed(bins: readonly ProfileBin[]): ProfileBin[] {
  return bins.map((bin, index) => {
    const before = bins.at(index - 1);
    const after = bins[(index + 1) % bins.length];
    if (!before || !after || ![before, bin, after].every(isSupported)) return bin;
    const drawn = { ...bin };
    for (const key of PERCENTILES) {
      const [one, two, three] = [before[key], bin[key], after[key]];
      if (one !== null && two !== null && three !== null) drawn[key] = (one + 4 * two + three) / 6;
    }
    return drawn;
  });
}

function points(bins: readonly ProfileBin[], key: Percentile, x: Scale, y: Scale): string[] {
  return bins.map((bin) => `${px(x(bin.center))} ${px(y(bin[key] ?? 0))}`);
}

/** Return the area between two percentiles, where enough days support it. */
export function bandPath(
  bins: readonly ProfileBin[],
  lower: Percentile,
  upper: Percentile,
  x: Scale,
  y: Scale,
): string {
  return stretches(bins, isSupported)
    .map(
      (each) =>
        `M${points(each, upper, x, y).join("L")}L${points(each, lower, x, y).reverse().join("L")}z`,
    )
    .join("");
}

/** Return the median; `supported` selects the part on enough days or the rest of it. */
export function medianPath(
  bins: readonly ProfileBin[],
  supported: boolean,
  x: Scale,
  y: Scale,
): string {
  // The rest joins up with its neighbors, so that the two parts make one line.
  const holds = (bin: ProfileBin, index: number) =>
    bin.p50 !== null &&
    (supported
      ? isSupported(bin)
      : !isSupported(bin) ||
        [bins[index - 1], bins[index + 1]].some((each) => each?.p50 != null && !isSupported(each)));
  const chosen = new Set(bins.filter(holds));
  return stretches(bins, (bin) => chosen.has(bin))
    .map((each) => `M${points(each, "p50", x, y).join("L")}${each.length === 1 ? "h0" : ""}`)
    .join("");
}

/** Return the curve of one day. */
export function dailyPath(line: DailyLine, x: Scale, y: Scale): string {
  return linePath({ times: line.minute, values: line.value }, x, y, 16);
}

/** Return the bin that holds a minute of the day. */
export function binAt(bins: readonly ProfileBin[], minute: number): number {
  const width = DAY / Math.max(1, bins.length);
  return Math.min(bins.length - 1, Math.max(0, Math.floor(minute / width)));
}

/** Return whether some times of day rest on too few days to draw percentiles. */
export function hasThinBins(bins: readonly ProfileBin[]): boolean {
  return bins.some((bin) => !isSupported(bin));
}
