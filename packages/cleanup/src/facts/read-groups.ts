import {
  formatResourceId,
  isAzlinError,
  mapConcurrent,
  parseResourceId,
  resourceKey,
  type AbortOptions,
} from "@azlin/core";
import type { CleanupAzure } from "../azure/cleanup-azure.ts";
import { isGone } from "../azure/is-gone.ts";
import { readResource } from "../azure/read-resource.ts";
import type { ResourceDocument } from "../azure/resource-document.ts";
import { listGroup, type ListedResource } from "./list-group.ts";

/** A group with the list of what is in it. */
export interface GroupListing {
  readonly id: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly contents: readonly ListedResource[];
}

/** The id of the group that a resource lies in, or is; `undefined` for what lies above groups. */
export function groupIdOf(id: string): string | undefined {
  const { subscriptionId, resourceGroup } = parseResourceId(id);
  if (subscriptionId === undefined || resourceGroup === undefined) return undefined;
  return formatResourceId({ subscriptionId, resourceGroup });
}

/**
 * The groups in which these resources lie, each with its contents. Groups that are gone are left out: the index may still
 * show what was in them. One request for each group, and one more for each that is not among the resources.
 *
 * @throws AzlinError when one cannot be read.
 */
export async function readGroups(
  azure: CleanupAzure,
  documents: readonly ResourceDocument[],
  options: AbortOptions & { readonly concurrency: number },
): Promise<GroupListing[]> {
  const known = new Map(documents.map((document) => [resourceKey(document.id), document]));
  const groups = documents.map(({ id }) => groupIdOf(id)).filter((id) => id !== undefined);
  const ids = new Map(groups.map((id) => [resourceKey(id), id]));
  const listings = await mapConcurrent(ids.values(), options, async (id) => {
    const contents = await listIfThere(azure, id, options);
    if (contents === undefined) return undefined;
    const tags = known.get(resourceKey(id))?.tags ?? (await readResource(azure, id, options))?.tags ?? {};
    return { id, tags, contents };
  });
  return listings.filter((listing) => listing !== undefined);
}

async function listIfThere(
  azure: CleanupAzure,
  id: string,
  options: AbortOptions,
): Promise<ListedResource[] | undefined> {
  try {
    return await listGroup(azure, id, options);
  } catch (error) {
    if (isAzlinError(error) && isGone(error.details["statusCode"], error.details["azureCode"])) return undefined;
    throw error;
  }
}
