import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cidrAddress, cidrContains, cidrsOverlap } from "../../src/services/network/cidr.ts";

const prefix = fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })).map(([address, length]) => `${address}/${length}`);

describe("IPv4 prefixes", () => {
  it("contain themselves, and overlap with what they contain", () => {
    fc.assert(
      fc.property(prefix, prefix, (left, right) => {
        expect(cidrContains(left, left)).toBe(true);
        expect(cidrsOverlap(left, right)).toBe(cidrsOverlap(right, left));
        expect(cidrsOverlap(left, right)).toBe(cidrContains(left, right) || cidrContains(right, left));
      }),
    );
  });

  it("give addresses that lie in them", () => {
    fc.assert(
      fc.property(prefix, fc.nat(300), (of, index) => {
        const address = cidrAddress(of, index);
        fc.pre(address !== undefined);
        expect(cidrContains(of, `${address}/32`)).toBe(true);
      }),
    );
    expect(cidrAddress("10.1.2.0/24", 4)).toBe("10.1.2.4");
    expect(cidrAddress("10.1.2.0/30", 3)).toBeUndefined();
  });

  it.each(["10.0.0.0", "10.0.0.0/33", "256.0.0.0/8", "::1/64", ""])("do not take %j for one", (text) => {
    expect(cidrContains(text, text)).toBe(false);
    expect(cidrsOverlap(text, "0.0.0.0/0")).toBe(false);
  });
});
