import { verifies } from "@azlin/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BoundedMap } from "../../src/bounded-map.ts";

describe("A bounded map", () => {
  it("knows the last half of its entries, whatever was set before them and however often", () => {
    verifies("BUS-07");
    const keys = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 200 });
    fc.assert(
      fc.property(keys, fc.integer({ min: 2, max: 20 }), (sets, most) => {
        const map = new BoundedMap<number, number>(most);
        const last = new Map<number, number>();
        for (const [at, key] of sets.entries()) {
          map.set(key, at);
          last.delete(key);
          last.set(key, at);
          const latest = [...last].slice(-Math.ceil(most / 2));
          expect(latest.map(([known]) => map.get(known))).toEqual(latest.map(([, value]) => value));
        }
      }),
    );
  });

  it("never knows more than it may", () => {
    verifies("BUS-07");
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 50 }), fc.integer({ max: 300, min: 0 }), (most, sets) => {
        const map = new BoundedMap<number, boolean>(most);
        const keys = Array.from({ length: sets }, (_, key) => key);
        for (const key of keys) map.set(key, true);
        expect(keys.filter((key) => map.get(key)).length).toBeLessThanOrEqual(most);
      }),
    );
  });
});
