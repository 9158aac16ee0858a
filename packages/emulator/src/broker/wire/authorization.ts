import type { Clock } from "@azlin/core";
import { type BrokerError, unauthorizedAccess } from "../broker-error.ts";
import { Alarm } from "../entities/alarm.ts";
import type { AccessRight } from "../namespace/shared-access-keys.ts";

/** What a token allows. */
export interface Grant {
  /** Path in the namespace, and everything below; empty for all of it. */
  readonly path: string;
  readonly rights: readonly AccessRight[];
  readonly expiresAtMs: number;
}

/** What a link needs: one of these rights on what is at a path. */
export interface NeededRight {
  readonly path: string;
  readonly rights: readonly AccessRight[];
}

interface HeldRight extends NeededRight {
  readonly onExpired: (error: BrokerError) => void;
}

/** What the client of one connection may do, by the tokens that it has shown. */
export class Authorization {
  readonly #clock: Clock;
  readonly #grants = new Map<string, Grant>();
  readonly #held = new Set<HeldRight>();
  readonly #alarm: Alarm;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#alarm = new Alarm(clock, () => this.#expire());
  }

  /** Adds a grant, in place of an older one for the same path. */
  add(grant: Grant): void {
    this.#grants.set(grant.path, grant);
  }

  /** @throws BrokerError when no token allows one of these rights there, now. */
  require({ path, rights }: NeededRight): void {
    if (this.#expiryOf({ path, rights }) > this.#clock.now()) return;
    throw unauthorizedAccess(
      `Unauthorized access. '${rights.join(" or ")}' claim(s) are required to perform this operation on '${path}'.`,
    );
  }

  /**
   * Watches over a right that a link goes on using.
   *
   * @param onExpired - called when the last token that gave it has expired, and no newer one was shown.
   * @returns ends the watch.
   */
  hold(right: NeededRight, onExpired: (error: BrokerError) => void): () => void {
    const held = { ...right, onExpired };
    this.#held.add(held);
    this.#alarm.set(this.#expiryOf(held));
    return () => this.#held.delete(held);
  }

  /** Ends all watches. */
  end(): void {
    this.#held.clear();
    this.#alarm.cancel();
  }

  #expire(): void {
    for (const held of this.#held) {
      const expiresAtMs = this.#expiryOf(held);
      if (expiresAtMs > this.#clock.now()) this.#alarm.set(expiresAtMs);
      else {
        this.#held.delete(held);
        held.onExpired(unauthorizedAccess("ExpiredToken: The token is expired."));
      }
    }
  }

  #expiryOf({ path, rights }: NeededRight): number {
    const wanted = path.toLowerCase();
    const grants = [...this.#grants.values()].filter((grant) => {
      const covers = grant.path === "" || wanted === grant.path || wanted.startsWith(`${grant.path}/`);
      return covers && rights.some((right) => grant.rights.includes(right));
    });
    return Math.max(-Infinity, ...grants.map(({ expiresAtMs }) => expiresAtMs));
  }
}
