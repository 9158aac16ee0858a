import { randomFillSync } from "node:crypto";

/** Chance as everything in azlin sees it: seeded where results must repeat. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
}

/** The system's chance. */
export const systemRandom: Random = {
  next: () => randomFillSync(new Uint32Array(1))[0]! / 2 ** 32,
};

/** Chance that repeats: the same seed gives the same numbers (xorshift over 32 bits, mixed as in splitmix32). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return {
    next: () => {
      state = (state + 0x9e37_79b9) >>> 0;
      let mixed = state ^ (state >>> 16);
      mixed = Math.imul(mixed, 0x21f0_aaad);
      mixed ^= mixed >>> 15;
      mixed = Math.imul(mixed, 0x735a_2d97);
      return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
    },
  };
}

/** A version 4 GUID drawn from `random`. */
export function randomGuid(random: Random): string {
  const digits = Array.from({ length: 32 }, () => Math.floor(random.next() * 16).toString(16));
  digits[12] = "4";
  digits[16] = "89ab"[Math.floor(random.next() * 4)]!;
  const hex = digits.join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
