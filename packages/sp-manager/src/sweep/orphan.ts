import type { AbortOptions } from "@azlin/core";
import type { IdentityAzure } from "../azure/identity-azure.ts";

/** Something of ours that nobody needs any more. */
export interface Orphan {
  readonly kind: "application" | "deleted application" | "role assignment" | "secret" | "deleted secret";
  readonly id: string;
  readonly name: string;
  /** Why it may go. */
  readonly reason: string;
  /** Takes it away. */
  readonly remove: (options: AbortOptions) => Promise<void>;
}

/** What is swept, and where. */
export interface SweepScope extends AbortOptions {
  /** Where role assignments are looked for. */
  readonly subscriptionIds: readonly string[];
  /** Vaults in which secrets are looked for. */
  readonly vaultUrls: readonly string[];
  /** Milliseconds that something has to be old: what was just made may look as if it belonged to nobody. */
  readonly minAgeMs: number;
}

/** Finds orphans of one kind. */
export interface OrphanCollector {
  readonly name: string;
  readonly collect: (azure: IdentityAzure, scope: SweepScope) => AsyncIterable<Orphan>;
}
