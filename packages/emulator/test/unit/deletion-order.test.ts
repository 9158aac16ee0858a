import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deletionWaves } from "../../src/services/resources/deletion-order.ts";
import { createEmulator, type Emulator } from "../../src/index.ts";

const GROUP = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg";
const NODES = 8;

const idOf = (node: number): string => `${GROUP}/providers/Microsoft.Compute/disks/n${node}`;

/** A group whose resources refer to each other as told: `[from, to]`. */
function groupWith(references: readonly (readonly [number, number])[]): Emulator {
  const emulator = createEmulator();
  emulator.seed({ id: GROUP, body: { location: "westus2" } });
  for (let node = 0; node < NODES; node++) {
    const targets = references.filter(([from]) => from === node).map(([, to]) => ({ id: idOf(to) }));
    emulator.seed({ id: idOf(node), body: { location: "westus2", properties: { targets } } });
  }
  return emulator;
}

function wavesOf(emulator: Emulator): string[][] {
  return deletionWaves(emulator.world, GROUP).map((wave) => wave.map(({ body }) => body.name));
}

const edge = fc.tuple(fc.nat(NODES - 1), fc.nat(NODES - 1));

describe("the order in which a group's resources go", () => {
  it("has each of them once, whatever refers to what", () => {
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 20 }), (references) => {
        const names = wavesOf(groupWith(references)).flat();
        expect(names.toSorted()).toEqual(Array.from({ length: NODES }, (_, node) => `n${node}`));
      }),
      { numRuns: 50 },
    );
  });

  it("has what refers before what is referred to, as long as there are no rings", () => {
    const forward = fc.array(
      edge.filter(([from, to]) => from < to),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(forward, (references) => {
        const waves = wavesOf(groupWith(references));
        const waveOf = (node: number): number => waves.findIndex((wave) => wave.includes(`n${node}`));
        for (const [from, to] of references) expect(waveOf(from)).toBeLessThan(waveOf(to));
      }),
      { numRuns: 50 },
    );
  });

  it("has rings last, together, after what leads into them", () => {
    const waves = wavesOf(
      groupWith([
        [0, 1],
        [1, 2],
        [2, 1],
      ]),
    );
    expect(waves[0]).toContain("n0");
    expect(waves[1]).toEqual(["n1", "n2"]);
  });

  it("has what manages another before it, although that names its manager", () => {
    const emulator = groupWith([[0, 1]]);
    emulator.seed({ id: idOf(1), body: { location: "westus2", managedBy: idOf(0), properties: {} } });
    const waves = wavesOf(emulator);
    expect([waves[0]!.includes("n0"), waves[1]]).toEqual([true, ["n1"]]);
  });
});
