/**
 * Colors of the cards where a theme has no own ones.
 *
 * Low and high differ in hue for people with a red-green deficiency too (magenta and
 * amber lie on either side of the blue-yellow axis). On the background of a light and a
 * dark card all of them have a contrast of at least 4.5:1.
 */

export interface Palette {
  readonly "very-low": string;
  readonly low: string;
  readonly "in-range": string;
  readonly high: string;
  readonly "very-high": string;
}

export const LIGHT: Palette = {
  "very-low": "#8a0c42",
  low: "#c2185b",
  "in-range": "#00766a",
  high: "#9a5b00",
  "very-high": "#6f3d00",
};

export const DARK: Palette = {
  "very-low": "#ff6fa3",
  low: "#f7a1c0",
  "in-range": "#4fbfae",
  high: "#ffb74d",
  "very-high": "#ff9142",
};

/** Background of a low value, for white text in light and dark. */
export const ALARM = "#b0124f";

export const CARD_BACKGROUNDS = { light: "#ffffff", dark: "#1c1c1c" } as const;
