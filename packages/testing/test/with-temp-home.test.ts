import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { withTempHome } from "../src/index.ts";

it("a temporary home is gone afterwards, also when the work failed", async () => {
  let seen = "";
  const work = withTempHome((home) => {
    seen = home;
    writeFileSync(join(home, "file"), "x");
    throw new Error("work failed");
  });
  await expect(work).rejects.toThrow("work failed");
  expect(seen).not.toBe("");
  expect(existsSync(seen)).toBe(false);
});
