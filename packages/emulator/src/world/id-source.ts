import { randomGuid, seededRandom, systemRandom, type Random } from "@azlin/core";

const TOKEN_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

/** Where every generated id, token and address of one world comes from; repeats when it is seeded. */
export class IdSource {
  readonly random: Random;

  constructor(seed?: number) {
    this.random = seed === undefined ? systemRandom : seededRandom(seed);
  }

  guid(): string {
    return randomGuid(this.random);
  }

  /** A weak entity tag as Microsoft.Network gives them. */
  etag(): string {
    return `W/"${this.guid()}"`;
  }

  /** Text of lower-case letters and digits. */
  token(length: number): string {
    return Array.from({ length }, () => TOKEN_ALPHABET[this.integer(TOKEN_ALPHABET.length)]).join("");
  }

  /** An integer in [0, limit). */
  integer(limit: number): number {
    return Math.floor(this.random.next() * limit);
  }
}
