import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ReferenceIndex } from "../../src/world/reference-index.ts";

const id = (index: number): string => `/subscriptions/s/resourcegroups/g/providers/a.b/c/r${index}`;
const update = fc.record({ of: fc.nat(6), to: fc.array(fc.nat(6), { maxLength: 3 }), gone: fc.boolean() });

describe("ReferenceIndex", () => {
  it("knows after any changes who refers to whom", () => {
    fc.assert(
      fc.property(fc.array(update, { maxLength: 40 }), (updates) => {
        const index = new ReferenceIndex();
        const truth = new Map<number, number[]>();
        for (const { of, to, gone } of updates) {
          if (gone) {
            index.remove(id(of));
            truth.delete(of);
          } else {
            index.update(id(of), { properties: { list: to.map((target) => ({ id: id(target) })) } });
            truth.set(of, to);
          }
        }
        for (let target = 0; target <= 6; target++) {
          const expected = [...truth].filter(([of, to]) => of !== target && to.includes(target)).map(([of]) => id(of));
          expect([...index.referrers(id(target))].toSorted()).toEqual(expected.toSorted());
        }
      }),
    );
  });

  it("counts what lies below a resource as the resource itself, without regard to case", () => {
    const index = new ReferenceIndex();
    const subnet = "/subscriptions/s/resourceGroups/G/providers/Microsoft.Network/virtualNetworks/V/subnets/S";
    index.update(id(1), { properties: { subnet: { id: subnet } } });
    const network = "/subscriptions/s/resourcegroups/g/providers/microsoft.network/virtualnetworks/v";
    expect([...index.referrers(network)]).toEqual([id(1)]);
    expect([...index.referrers(`${network}/subnets/s`)]).toEqual([id(1)]);
    expect([...index.referrers(`${network}/subnets/other`)]).toEqual([]);
  });

  it("reads owners and identities, but not tags", () => {
    const index = new ReferenceIndex();
    index.update(id(1), { managedBy: id(2), tags: { link: id(3) }, properties: {} });
    expect([...index.referrers(id(2))]).toEqual([id(1)]);
    expect([...index.referrers(id(3))]).toEqual([]);
  });
});
