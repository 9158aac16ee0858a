import type { AbortOptions } from "@azlin/core";
import type { CleanupAzure } from "../azure/cleanup-azure.ts";
import type { ResourceDocument } from "../azure/resource-document.ts";
import type { CleanupTags } from "../cleanup-tags.ts";
import type { Claim } from "../facts/find-owned.ts";

/** What collectors work with. */
export interface SweepContext extends AbortOptions {
  readonly azure: CleanupAzure;
  readonly tags: CleanupTags;
  /** What is younger than this stays, in milliseconds: it may only be half made. */
  readonly olderThanMs: number;
  /** Whether a resource is one that may be swept: not whether it is left over. */
  readonly isOurs: (resource: ResourceDocument) => boolean;
}

/** Finds one kind of things that are left over. To sweep another kind, write another one. */
export interface Collector {
  /** For reports, `orphaned-resources`. */
  readonly name: string;
  /**
   * What is left over now, each with a reason.
   *
   * @throws AzlinError when it cannot be told: nothing is left over on half a picture.
   */
  collect(context: SweepContext): Promise<readonly Claim[]>;
}
