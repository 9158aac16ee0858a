import { describe, expect, it } from "vitest";
import { IdSource } from "../../src/world/id-source.ts";
import { Latency } from "../../src/world/latency.ts";
import { RECORDED_DURATIONS } from "../../src/world/recorded-durations.ts";
import { settingsFor } from "../../src/world/settings.ts";

const VM = "Microsoft.Compute/virtualMachines";

function draws(verb: string, { scale = 1, count = 2000 } = {}): number[] {
  const settings = { ...settingsFor("realistic"), latency: { profile: "recorded", scale } as const };
  const latency = new Latency(() => settings, new IdSource(1));
  return Array.from({ length: count }, () => latency.durationOf(verb, VM)).toSorted((left, right) => left - right);
}

describe("Latency", () => {
  it("takes no time in the default profile", () => {
    const latency = new Latency(() => settingsFor("default"), new IdSource(1));
    expect(latency.durationOf("start", VM)).toBe(0);
  });

  it("draws durations with the quantiles that were recorded", () => {
    const [p10, p50, p90] = RECORDED_DURATIONS["start microsoft.compute/virtualmachines"]!;
    const drawn = draws("start");
    expect(drawn[200]! / 1000).toBeCloseTo(p10, -1);
    expect(drawn[1000]! / 1000).toBeCloseTo(p50, -1);
    expect(drawn[1800]! / 1000).toBeCloseTo(p90, -1);
    expect(drawn[0]).toBeGreaterThanOrEqual(0);
  });

  it("scales them, repeats them with a seed, and knows none for what was never recorded", () => {
    expect(draws("start")).toEqual(draws("start"));
    const [whole, tenth] = [draws("start"), draws("start", { scale: 0.1 })];
    expect(tenth[1000]! * 10).toBeCloseTo(whole[1000]!, -2);
    expect(draws("neverSeen", { count: 3 })).toEqual([0, 0, 0]);
  });
});
