import { beforeEach, describe, expect, it } from "vitest";
import { ResourceStore } from "../../src/world/resource-store.ts";

const GROUP = "/subscriptions/s/resourceGroups/rg";
const DISK = `${GROUP}/providers/Microsoft.Compute/disks/d`;
const SNAPSHOT = "/subscriptions/s/resourceGroups/rg2/providers/Microsoft.Compute/snapshots/s";

describe("the store", () => {
  let now: number;
  let store: ResourceStore;
  const put = (id: string, properties = {}): void => {
    const type = id.includes("/providers/") ? "Microsoft.Compute/disks" : "Microsoft.Resources/resourceGroups";
    store.put({ body: { id, name: id.split("/").at(-1)!, type, properties } });
  };
  const below = (scope: string): string[] => [...store.below(scope)].map(({ body }) => body.id);
  const asOf = (lagMs: number): string[] => [...store.asOf(lagMs)].map(({ body }) => body.id);

  beforeEach(() => {
    now = 0;
    store = new ResourceStore(() => now);
    store.historyMs = 100;
    put(GROUP);
    put(DISK);
    put(SNAPSHOT, { source: { id: DISK } });
  });

  it("finds what lies below a subscription, a group and a resource, in any case, and not what is beside it", () => {
    expect(below("/Subscriptions/S")).toEqual([GROUP, DISK, SNAPSHOT]);
    expect(below(GROUP.toUpperCase())).toEqual([DISK]);
    expect(below(DISK)).toEqual([]);
    expect(below(`${GROUP}/providers/Microsoft.Compute/disks`)).toEqual([DISK]);
    expect(below("/subscriptions/s/resourceGroups/r")).toEqual([]);
  });

  it("finds nothing below any more when it was removed or replaced by another world", () => {
    store.remove(DISK);
    expect(below(GROUP)).toEqual([]);
    store.load([]);
    expect(below("/subscriptions/s")).toEqual([]);
  });

  it("answers as if something had gone, and only for as long as it is asked to", () => {
    const gone = new Set([SNAPSHOT.toLowerCase()]);
    const answer = (): unknown[] => [store.has(SNAPSHOT), store.get(SNAPSHOT), [...store.referrers(DISK)].length];
    expect(store.asIfGone(gone, answer)).toEqual([false, undefined, 0]);
    expect(answer()).toMatchObject([true, { body: { id: SNAPSHOT } }, 1]);
    expect(() => store.asIfGone(gone, () => store.put(undefined as never))).toThrow(TypeError);
    expect(store.has(SNAPSHOT)).toBe(true);
  });

  it("shows how things were a while ago, in their old order", () => {
    now = 50;
    store.remove(GROUP);
    put(`${GROUP}2`);
    expect(asOf(0)).toEqual([DISK, SNAPSHOT, `${GROUP}2`]);
    now = 60;
    expect(asOf(11)).toEqual([GROUP, DISK, SNAPSHOT]);
    expect(asOf(10)).toEqual([DISK, SNAPSHOT, `${GROUP}2`]);
  });
});
