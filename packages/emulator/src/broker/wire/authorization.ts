import { unauthorizedAccess } from "../broker-error.ts";
import type { AccessRight } from "../namespace/shared-access-keys.ts";

/** What a token allows. */
export interface Grant {
  /** Path in the namespace, and everything below; empty for all of it. */
  readonly path: string;
  readonly rights: readonly AccessRight[];
  readonly expiresAtMs: number;
}

/** What the client of one connection may do, by the tokens that it has shown. */
export class Authorization {
  readonly #grants = new Map<string, Grant>();

  /** Adds a grant, in place of an older one for the same path. */
  add(grant: Grant): void {
    this.#grants.set(grant.path, grant);
  }

  /** @throws BrokerError when no token allows one of these rights there, now. */
  require(path: string, rights: readonly AccessRight[], nowMs: number): void {
    const wanted = path.toLowerCase();
    for (const grant of this.#grants.values()) {
      const covers = grant.path === "" || wanted === grant.path || wanted.startsWith(`${grant.path}/`);
      if (covers && grant.expiresAtMs > nowMs && rights.some((right) => grant.rights.includes(right))) return;
    }
    throw unauthorizedAccess(
      `Unauthorized access. '${rights.join(" or ")}' claim(s) are required to perform this operation on '${path}'.`,
    );
  }
}
