import { describe, expect, it } from "vitest";
import { resolveHealingPolicy } from "../../../src/policy/resolve-healing-policy.ts";

describe("a healing policy", () => {
  it("never heals unless it is told to, and has the documented defaults", () => {
    expect(resolveHealingPolicy()).toEqual({
      restartPolicy: "never",
      checkIntervalMs: 60_000,
      graceMs: 300_000,
      backoff: { baseMs: 30_000, factor: 2, maxMs: 3_600_000, jitter: 0.25, decayMs: 3_600_000 },
      budgets: [
        { count: 3, windowMs: 1_800_000 },
        { count: 6, windowMs: 86_400_000 },
      ],
      cooldownMs: 3_600_000,
      fleet: { maxShare: 0.05, correlatedShare: 0.3, correlatedWindowMs: 120_000 },
    });
  });

  it("keeps the defaults of what a part of it leaves out", () => {
    const { backoff, fleet } = resolveHealingPolicy({ backoff: { baseMs: 1 }, fleet: { maxShare: 0.5 } });
    expect(backoff).toMatchObject({ baseMs: 1, factor: 2, jitter: 0.25 });
    expect(fleet).toMatchObject({ maxShare: 0.5, correlatedShare: 0.3 });
  });

  it.each([
    { restartPolicy: "sometimes" as "never" },
    { checkIntervalMs: 0 },
    { graceMs: -1 },
    { cooldownMs: Number.NaN },
    { backoff: { factor: 0.5 } },
    { backoff: { baseMs: 2, maxMs: 1 } },
    { backoff: { jitter: -0.1 } },
    { backoff: { decayMs: 0 } },
    { budgets: [] },
    { budgets: [{ count: 0, windowMs: 1 }] },
    { budgets: [{ count: 1.5, windowMs: 1 }] },
    { budgets: [{ count: 1, windowMs: 0 }] },
    { fleet: { maxShare: 0 } },
    { fleet: { correlatedShare: 1.1 } },
    { fleet: { correlatedWindowMs: -1 } },
  ])("is refused with a way out when it makes no sense: %j", (options) => {
    expect(() => resolveHealingPolicy(options)).toThrow(
      expect.objectContaining({ code: "INVALID_HEALING_POLICY", hint: expect.stringContaining("Give") }),
    );
  });
});
