import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

test("all cards together have at most 30 kB gzipped", () => {
  const path = "../custom_components/dexcom_cgm/frontend/dexcom-cgm-cards.js";
  const built = readFileSync(new URL(path, `file://${process.cwd()}/`));
  expect(gzipSync(built, { level: 9 }).length).toBeLessThanOrEqual(30_000);
});
