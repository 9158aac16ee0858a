import { describe, expect, test } from "vitest";
import { armPages, type ArmPage } from "../../../src/index.ts";

const PAGES: Readonly<Record<string, ArmPage<number>>> = {
  "/1": { value: [1, 2], nextLink: "/2" },
  "/2": { nextLink: "/3" },
  "/3": { value: [3], nextLink: "" },
  "/round": { value: [1], nextLink: "/round" },
};

describe("armPages", () => {
  test("reads every page, also after an empty one", async () => {
    await expect(armPages("/1", (url) => Promise.resolve(PAGES[url]!))).resolves.toEqual([1, 2, 3]);
  });

  test("does not go round in a circle, and takes no half of a list for the whole", async () => {
    const round = armPages("/round", (url) => Promise.resolve(PAGES[url]!));
    await expect(round).rejects.toMatchObject({ code: "PAGING_LOOPS" });
  });
});
