import { describe, expect, it } from "vitest";
import { inOrder } from "../../src/filter/in-order.ts";

const later = (value: string, ms: number): Promise<string> =>
  new Promise((resolve) => setTimeout(() => resolve(value), ms));

describe("inOrder", () => {
  it("hands on what is there at once after what is not, when that came first", async () => {
    const results = [later("slow", 30), "at once", later("quick", 1), "last"];
    const seen: string[] = [];
    for await (const result of inOrder(results, 3, (item) => item)) seen.push(result);
    expect(seen).toEqual(["slow", "at once", "quick", "last"]);
  });

  it("has no more under way than it may", async () => {
    let underWay = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      underWay += 1;
      most = Math.max(most, underWay);
      await later("", 1);
      underWay -= 1;
    };
    for await (const _ of inOrder(Array.from({ length: 20 }), 4, work));
    expect(most).toBe(4);
  });
});
