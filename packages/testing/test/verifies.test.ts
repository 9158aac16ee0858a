import { expect, it } from "vitest";
import { verifies } from "../src/index.ts";

it("a citation ends up in the metadata of its test", ({ task }) => {
  const [one, two, three] = ["first", "second", "third"] as const;
  verifies(one, two);
  verifies(three);
  expect(task.meta.verifies).toEqual([one, two, three]);
});
