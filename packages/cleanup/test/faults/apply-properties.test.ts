import type { Emulator, FaultEffect } from "@azlin/emulator";
import { verifies } from "@azlin/testing";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { applyRun } from "../support/plan-run.ts";
import {
  azureOf,
  leftOf,
  seedGroup,
  seedResource,
  seedVm,
  warmUp,
  worldOf,
  type SeededVm,
} from "../support/run-world.ts";

beforeAll(warmUp);

/** What may happen to any request, and passes. */
const PASSING: readonly FaultEffect[] = [
  { status: 429, code: "TooManyRequests", headers: { "retry-after": "3" } },
  { status: 429, code: "RetryableError" },
  { status: 503, code: "ServiceUnavailable" },
  { status: 500, code: "InternalServerError" },
  { reset: true },
  { swallow: true },
  { truncate: true },
];
/** What deletions may meet besides, and passes. */
const BUSY: readonly FaultEffect[] = [
  { status: 409, code: "AnotherOperationInProgress" },
  { status: 400, code: "NicInUse" },
];
const PATHS = ["*/virtualMachines/*", "*/disks/*", "*/networkInterfaces/*", "*/operations/*", "*/resourceGroups/shop"];

const faultOf = (method: string, effects: readonly FaultEffect[]): fc.Arbitrary<ChosenFault> => {
  return fc.record({
    match: fc.record({ method: fc.constant(method), path: fc.constantFrom(...PATHS) }),
    times: fc.integer({ min: 1, max: 2 }),
    effect: fc.constantFrom(...effects),
  });
};
const faults = fc.array(fc.oneof(faultOf("GET", PASSING), faultOf("DELETE", [...PASSING, ...BUSY])), { maxLength: 5 });

interface ChosenFault {
  readonly match: { readonly method: string; readonly path: string };
  readonly times: number;
  readonly effect: FaultEffect;
}

interface Mixed {
  readonly emulator: Emulator;
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
}

/** A group of the run, and one of others in which both have a VM. */
function mixedWorld(): Mixed {
  const emulator = worldOf();
  const ids = ({ vm, nic, ip, disk }: SeededVm): string[] => [vm, nic, ip, disk];
  const shop = seedGroup(emulator, "shop");
  const prod = seedGroup(emulator, "prod", {});
  const type = "Microsoft.Network/networkSecurityGroups";
  const nsg = seedResource(emulator, { group: "prod", type, name: "shared", tags: {} });
  const ours = [
    shop,
    ...ids(seedVm(emulator, { group: "shop", name: "web" }, { nsg })),
    ...ids(seedVm(emulator, { group: "prod", name: "job" }, { nsg })),
  ];
  const theirs = [prod, nsg, ...ids(seedVm(emulator, { group: "prod", name: "db" }, { nsg, tags: {} }))];
  return { emulator, ours, theirs };
}

describe("a cleanup in an Azure that fails in any way that passes", () => {
  it("deletes all that is ours and nothing else, and its report is true", { timeout: 120_000 }, async () => {
    verifies("CLEAN-03", "CLEAN-04");
    await fc.assert(
      fc.asyncProperty(faults, async (chosen) => {
        const { emulator, ours, theirs } = mixedWorld();
        const azure = azureOf(emulator);
        chosen.forEach((fault, index) => emulator.faults.set(`fault-${index}`, fault));
        const { deletions } = await applyRun(azure);
        const told = deletions.filter(({ outcome }) => outcome !== "deleted").map(({ resourceId }) => resourceId);
        expect(told).toEqual([]);
        expect(leftOf(emulator, ours)).toEqual([]);
        expect(leftOf(emulator, theirs)).toHaveLength(theirs.length);
        await emulator.stop();
      }),
      { numRuns: 40 },
    );
  });
});
