import { describe, expect, test } from "vitest";
import { ALARM, CARD_BACKGROUNDS, DARK, LIGHT } from "../src/core/palette";

type Color = [number, number, number];

function linear(hex: string): Color {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function luminance([red, green, blue]: Color): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(linear(one)), luminance(linear(other))].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

/** Simulate deuteranopia (Machado 2009, severity 1). */
function deuteranopia([red, green, blue]: Color): Color {
  return [
    0.367322 * red + 0.860646 * green - 0.227968 * blue,
    0.280085 * red + 0.672501 * green + 0.047413 * blue,
    -0.01182 * red + 0.04294 * green + 0.968881 * blue,
  ];
}

/** Return the position on the blue-yellow axis, which red-green deficiencies leave. */
function blueness(hex: string): number {
  const [red, green, blue] = deuteranopia(linear(hex)).map((each) =>
    Math.cbrt(Math.max(0, each)),
  ) as Color;
  return blue - (red + green) / 2;
}

describe.each([
  ["light", LIGHT],
  ["dark", DARK],
] as const)("%s", (theme, palette) => {
  test.each(Object.entries(palette))("%s can be read as text", (_, color) => {
    expect(contrast(color, CARD_BACKGROUNDS[theme])).toBeGreaterThanOrEqual(4.5);
  });

  test("low and high differ in hue with deuteranopia", () => {
    expect(blueness(palette.low)).toBeGreaterThan(blueness(palette.high) + 0.25);
  });
});

test("white can be read on the background of a low value", () => {
  expect(contrast(ALARM, "#ffffff")).toBeGreaterThanOrEqual(4.5);
});
