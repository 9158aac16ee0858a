import { expect, it } from "vitest";
import { verifies } from "../src/index.ts";

it("a citation ends up in the metadata of its test", ({ task }) => {
  verifies("XX-01", "XX-02");
  verifies("XX-03");
  expect(task.meta.verifies).toEqual(["XX-01", "XX-02", "XX-03"]);
});
