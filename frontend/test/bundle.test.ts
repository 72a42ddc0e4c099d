import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

test.each([
  ["cards", 30_000],
  ["report", 20_000],
])("the %s have at most %i bytes gzipped", (name, most) => {
  const path = `../custom_components/dexcom_cgm/frontend/dexcom-cgm-${name}.js`;
  const built = readFileSync(new URL(path, `file://${process.cwd()}/`));
  expect(gzipSync(built, { level: 9 }).length).toBeLessThanOrEqual(most);
});
