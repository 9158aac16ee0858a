import type { ResourceDocument } from "../azure/resource-document.ts";
import type { CleanupTags } from "../cleanup-tags.ts";
import type { Lock } from "./locks.ts";

/** A resource that is to go. */
export interface OwnedResource extends ResourceDocument {
  /** Why it counts as ours, as a sentence. */
  readonly reason: string;
  /** Tags by which it is ours, each with its value: without them it is not deleted when the time comes. */
  readonly marks: Readonly<Record<string, string>>;
  /** When Resource Manager says that it was made, ISO 8601; `null` when it did not say. */
  readonly createdAt: string | null;
  /** `purge`: it was deleted before, and is to be removed for good. Default: `delete`. */
  readonly action?: "delete" | "purge";
}

/** A resource group that holds something of ours, with everything in it. */
export interface GroupFacts {
  readonly id: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Ids of all resources in it, by Resource Manager's own list. */
  readonly contents: readonly string[];
}

/** What a plan is made of. Plain data; {@link gatherCleanupFacts} reads it. */
export interface CleanupFacts {
  /** `null` when the resources are not those of one run. */
  readonly runId: string | null;
  /** When it was read, ISO 8601. */
  readonly readAt: string;
  /** Subscriptions in which may be deleted. */
  readonly subscriptionIds: readonly string[];
  readonly tags: CleanupTags;
  /** What is to go, resource groups included. */
  readonly owned: readonly OwnedResource[];
  /** What is in the same groups and is not ours. */
  readonly others: readonly ResourceDocument[];
  readonly groups: readonly GroupFacts[];
  readonly locks: readonly Lock[];
  /** Versions by type in lower case; a type that is missing has none. */
  readonly apiVersions: Readonly<Record<string, string>>;
}
