import { resourceKey } from "@azlin/core";
import { verifies } from "@azlin/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countTargets, openSteps, planCleanup, targetsOf, type CleanupStep } from "../../src/index.ts";
import { documentOf, factsOf, ownedOf } from "../support/cleanup-facts.ts";
import { idOf } from "../support/run-world.ts";

const TYPES = ["Contoso.A/things", "Microsoft.Compute/disks", "Microsoft.Network/networkInterfaces", "Contoso.B/parts"];

interface Node {
  readonly group: number;
  readonly type: number;
  readonly refersTo: readonly number[];
  readonly isOurs: boolean;
  readonly isLocked: boolean;
}

const nodes = fc.array(
  fc.record({
    group: fc.nat(2),
    type: fc.nat(TYPES.length - 1),
    refersTo: fc.array(fc.nat(11), { maxLength: 3 }),
    isOurs: fc.boolean(),
    isLocked: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
  }),
  { minLength: 1, maxLength: 12 },
);

const nodeId = ({ group, type }: Node, index: number): string => idOf(`g${group}`, TYPES[type], `r${index}`);

/** A world with these resources, in groups of which the first is not ours. */
function planOf(world: readonly Node[]): ReturnType<typeof planCleanup> {
  const ids = world.map(nodeId);
  const documents = world.map(({ refersTo }, index) => {
    const refs = refsOf(ids, refersTo, index);
    return { id: ids[index]!, properties: { refs } };
  });
  const ours = documents
    .filter((_, index) => world[index]!.isOurs)
    .map(({ id, properties }) => ownedOf(id, { properties }));
  const others = documents
    .filter((_, index) => !world[index]!.isOurs)
    .map(({ id, properties }) => documentOf(id, { properties }));
  const locks = ids
    .filter((_, index) => world[index]!.isLocked)
    .map((scope) => ({ id: `${scope}/lock`, scope, level: "ReadOnly" }));
  return planCleanup(factsOf([...ours, ownedOf(idOf("g1")), ownedOf(idOf("g2"))], { others, locks }));
}

function refsOf(ids: readonly string[], refersTo: readonly number[], own: number): string[] {
  return refersTo.filter((one) => one < ids.length && one !== own).map((one) => ids[one]!);
}

/** Steps in the order in which their targets go; members of groups before their groups. */
function flat(steps: readonly CleanupStep[]): CleanupStep[] {
  return steps.flatMap((step) => [...step.members, step]);
}

describe("a plan of any world", () => {
  it("has each thing of ours once and nothing of others", () => {
    verifies("CLEAN-03");
    fc.assert(
      fc.property(nodes, (world) => {
        const planned = planOf(world).steps.flatMap(targetsOf);
        const ours = world.map(nodeId).filter((_, index) => world[index]!.isOurs);
        expect(planned.toSorted()).toEqual([...ours, idOf("g1"), idOf("g2")].toSorted());
      }),
    );
  });

  it("is in an order that can be walked, groups included", () => {
    verifies("CLEAN-03");
    fc.assert(
      fc.property(nodes, (world) => {
        const done = new Set<string>();
        for (const step of planOf(world).steps) {
          for (const id of step.after) expect(done).toContain(resourceKey(id));
          for (const member of step.members) {
            for (const id of member.after) expect(done).toContain(resourceKey(id));
            done.add(resourceKey(member.target));
          }
          done.add(resourceKey(step.target));
        }
      }),
    );
  });

  it("deletes nothing that is locked, holds something locked, or is used by what stays", () => {
    verifies("CLEAN-04", "CLEAN-06");
    fc.assert(
      fc.property(nodes, (world) => {
        const plan = planOf(world);
        const going = new Set(openSteps(plan).flatMap(targetsOf));
        const staying = world.filter(({ isLocked, isOurs }) => isLocked || !isOurs);
        for (const node of staying) {
          expect(going).not.toContain(nodeId(node, world.indexOf(node)));
          expect(going).not.toContain(idOf(`g${node.group}`));
        }
        const needed = flat(openSteps(plan)).flatMap(({ after }) => after);
        expect(needed.filter((id) => !going.has(id))).toEqual([]);
        expect(countTargets(plan)).toBe(going.size);
      }),
    );
  });

  it("is the same plan for the same facts", () => {
    fc.assert(
      fc.property(nodes, (world) => {
        expect(planOf(world).hash).toBe(planOf(world).hash);
      }),
      { numRuns: 20 },
    );
  });
});
