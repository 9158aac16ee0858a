import { describe, expect, it } from "vitest";
import { FaultPlan } from "../../src/faults/fault-plan.ts";

const BUSY = { status: 503 } as const;

function strike(plan: FaultPlan, url = "https://management.azure.com/subscriptions/s", init: RequestInit = {}): number {
  return plan.strike(new Request(url, init), new URL(url)).length;
}

describe("FaultPlan", () => {
  it.each([
    [{ path: "*/start" }, "https://h/vm/start", {}, 1],
    [{ path: "*/start" }, "https://h/vm/start/more", {}, 0],
    [{ path: "/vm/" }, "https://h/vm/start", {}, 1],
    [{ method: "post" }, "https://h/", { method: "POST" }, 1],
    [{ method: "GET" }, "https://h/", { method: "POST" }, 0],
    [{ host: "*.vault.azure.net" }, "https://kv.vault.azure.net/", {}, 1],
    [{ host: "vault.azure.net" }, "https://graph.microsoft.com/", {}, 0],
    [{ client: "AZURECLI" }, "https://h/", { headers: { "user-agent": "AZURECLI/2.74.0" } }, 1],
    [{ client: "AZURECLI" }, "https://h/", {}, 0],
    [{ path: "a.b" }, "https://h/axb", {}, 0],
  ])("meets %j at %s", (match, url, init, hits) => {
    const plan = new FaultPlan();
    plan.set("f", { match, effect: BUSY });
    expect(strike(plan, url, init)).toBe(hits);
  });

  it("strikes as often as told, and counts", () => {
    const plan = new FaultPlan();
    plan.set("f", { times: 2, effect: BUSY });
    expect([strike(plan), strike(plan), strike(plan)]).toEqual([1, 1, 0]);
    expect(plan.list()).toMatchObject([{ name: "f", hits: 2 }]);
    plan.set("f", { times: 1, effect: BUSY });
    expect(strike(plan)).toBe(1);
  });

  it("draws the same with the same seed", () => {
    const draws = (seed: number): number[] => {
      const plan = new FaultPlan();
      plan.set("f", { probability: 0.5, seed, effect: BUSY });
      return Array.from({ length: 64 }, () => strike(plan));
    };
    expect(draws(7)).toEqual(draws(7));
    expect(draws(7)).not.toEqual(draws(8));
    expect(draws(7).filter(Boolean).length).toBeGreaterThan(16);
  });

  it("forgets what is removed, and refuses what is no fault", () => {
    const plan = new FaultPlan();
    plan.set("f", { effect: BUSY });
    expect([plan.remove("f"), plan.remove("f"), strike(plan)]).toEqual([true, false, 0]);
    for (const fault of [{}, { effect: {} }, { effect: { status: "503" } }, { effect: BUSY, probability: 2 }, null]) {
      expect(() => plan.set("f", fault)).toThrow(expect.objectContaining({ code: "INVALID_FAULT" }));
    }
  });
});
