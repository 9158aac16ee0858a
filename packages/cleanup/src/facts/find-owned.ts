import { mapConcurrent, resourceKey, type AbortOptions } from "@azlin/core";
import type { CleanupAzure } from "../azure/cleanup-azure.ts";
import { readResource } from "../azure/read-resource.ts";
import type { ResourceDocument } from "../azure/resource-document.ts";
import type { CleanupTags } from "../cleanup-tags.ts";
import { findManaged } from "../graph/find-managed.ts";

/** A resource that somebody says is to go. */
export interface Claim {
  readonly document: ResourceDocument;
  /** Why, as a sentence. */
  readonly reason: string;
  /** Names of the tags by which it is ours; empty when it is ours by its id. */
  readonly marks: readonly string[];
  /** Default: `delete`. */
  readonly action?: "delete" | "purge";
}

/** Ways in which resources are named. */
interface Named {
  readonly runId?: string;
  readonly ids?: readonly string[];
  readonly claims?: readonly Claim[];
}

/**
 * What is to go, each once and as it exists now: ids that the index does not show are read from their providers, and
 * those that are gone are left out.
 *
 * @throws AzlinError when something cannot be read.
 */
export async function findOwned(
  azure: CleanupAzure,
  { runId, ids = [], claims = [] }: Named,
  options: AbortOptions & { readonly tags: CleanupTags },
): Promise<Claim[]> {
  const owned = new Map(claims.map((claim) => [resourceKey(claim.document.id), claim]));
  for (const claim of runId === undefined ? [] : await claimsOfRun(azure, runId, options)) {
    owned.set(resourceKey(claim.document.id), claim);
  }
  const unseen = [...new Set(ids.map(resourceKey))].filter((key) => !owned.has(key));
  const wanted = unseen.map((key) => ids.find((id) => resourceKey(id) === key)!);
  const read = await mapConcurrent(wanted, options, (id) => readResource(azure, id, options));
  for (const document of read) {
    if (document === undefined) continue;
    owned.set(resourceKey(document.id), { document, reason: "It was named by its id.", marks: [] });
  }
  return [...owned.values()];
}

async function claimsOfRun(
  azure: CleanupAzure,
  runId: string,
  options: AbortOptions & { readonly tags: CleanupTags },
): Promise<Claim[]> {
  const { tags } = options;
  const found = await findManaged(azure, runId, options);
  const reason = `It carries the tags of run '${runId}'.`;
  return found.map((document) => ({ document, reason, marks: [tags.managed, tags.runId] }));
}
