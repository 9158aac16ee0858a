import { verifies } from "@azlin/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ContainerManager, planContainer, planWorkloadProfile, WORKLOAD_PROFILES } from "../../src/index.ts";
import { configOf, containerWorld, environmentFacts, factsOf, requestOf, RULES } from "../support/container-world.ts";

const amount = (most: number) => fc.integer({ min: 1, max: most * 4 }).map((quarters) => quarters / 4);

const planning = (cpuCores: number, memoryGib: number) => (): unknown => planWorkloadProfile({ cpuCores, memoryGib });

describe("the workload profile of a size", () => {
  it.each([
    [0.25, 0.5, "Consumption"],
    [4, 8, "Consumption"],
    [1, 4, "D4"],
    [4, 16, "D8"],
    [2, 31, "E4"],
    [2, 64, "E16"],
    [2, 63.75, "E8"],
    [20, 64, "D32"],
    [31, 255, "E32"],
  ])("of %s cores and %s GiB is %s, the smallest that can hold it", (cpuCores, memoryGib, type) => {
    verifies("CONT-03");
    expect(planWorkloadProfile({ cpuCores, memoryGib }).type).toBe(type);
  });

  it("has room for the size, and none before it has", () => {
    fc.assert(
      fc.property(amount(31), amount(255), (cpuCores, memoryGib) => {
        const found = planWorkloadProfile({ cpuCores, memoryGib });
        const isRoomy = cpuCores <= found.cpuCores && memoryGib <= found.memoryGib;
        const before = WORKLOAD_PROFILES.slice(0, WORKLOAD_PROFILES.indexOf(found)).filter((one) => !one.isConsumption);
        const isFirst = before.every((one) => cpuCores >= one.cpuCores || memoryGib >= one.memoryGib);
        expect([isRoomy, isFirst]).toEqual([true, true]);
      }),
    );
  });

  it("does not exist for what no node has, or for no size at all", () => {
    verifies("CONT-03");
    expect(planning(2, 256)).toThrow(expect.objectContaining({ code: "SIZE_TOO_LARGE" }));
    expect(planning(32, 4)).toThrow(expect.objectContaining({ code: "SIZE_TOO_LARGE" }));
    expect(planning(0, 4)).toThrow(expect.objectContaining({ code: "INVALID_SIZE" }));
    expect(planning(Number.NaN, 4)).toThrow(expect.objectContaining({ code: "INVALID_SIZE" }));
    expect(planning(0.333, 4)).toThrow(expect.objectContaining({ code: "INVALID_SIZE" }));
  });
});

describe("a size in an environment", () => {
  const SEED = { cpuCores: 2, memoryGib: 64 };

  it("of 64 GiB on Consumption is refused, and the smallest profile that can is named", () => {
    verifies("CONT-03");
    const consumption = requestOf({ size: SEED, workloadProfile: "Consumption" });
    expect(() => planContainer(consumption, factsOf(), RULES)).toThrow(
      expect.objectContaining({ code: "SIZE_DOES_NOT_FIT", hint: "The smallest profile that can is E16." }),
    );
    const environment = environmentFacts({ profiles: [{ name: "Consumption", type: "Consumption" }] });
    expect(() => planContainer(requestOf({ size: SEED }), factsOf({ environment }), RULES)).toThrow(
      expect.objectContaining({ code: "NO_WORKLOAD_PROFILE", hint: expect.stringContaining("E16") }),
    );
  });

  it("goes on the smallest profile that the environment has, or the one that is asked for", () => {
    verifies("CONT-03");
    const profileOf = (extra: Parameters<typeof requestOf>[0]): string =>
      planContainer(requestOf(extra), factsOf(), RULES).workloadProfile.name;
    expect(profileOf({})).toBe("Consumption");
    expect(profileOf({ size: SEED })).toBe("big");
    expect(profileOf({ workloadProfile: "BIG" })).toBe("big");
    expect(() => profileOf({ workloadProfile: "huge" })).toThrow(
      expect.objectContaining({ code: "NO_WORKLOAD_PROFILE", hint: "It has: Consumption (Consumption), big (E16)." }),
    );
  });

  it("of more than 2 cores does not go into an environment without profiles", () => {
    const environment = environmentFacts({ profiles: [] });
    const planned = (cpuCores: number): string =>
      planContainer(requestOf({ size: { cpuCores, memoryGib: cpuCores * 2 } }), factsOf({ environment }), RULES).name;
    expect(planned(2)).toBe("web-shop-agent");
    expect(() => planned(4)).toThrow(expect.objectContaining({ code: "NO_WORKLOAD_PROFILE" }));
  });

  it("has a minimum with the seed's preset, which is checked when the manager is made", () => {
    verifies("CONT-03");
    const transport = containerWorld().transport();
    const make = (cpuCores: number, memoryGib: number) => (): ContainerManager =>
      new ContainerManager(configOf({ preset: "seed-strict", size: { cpuCores, memoryGib } }), { transport });
    expect(make(2, 32)).toThrow(expect.objectContaining({ name: "ValidationError", code: "SIZE_TOO_SMALL" }));
    expect(make(1, 64)).toThrow(expect.objectContaining({ code: "SIZE_TOO_SMALL" }));
    expect(make(2, 64)).not.toThrow();
    const plan = planContainer(requestOf(), factsOf(), { ...RULES, preset: "seed-strict" });
    expect([plan.size, plan.workloadProfile.type]).toEqual([SEED, "E16"]);
  });
});
