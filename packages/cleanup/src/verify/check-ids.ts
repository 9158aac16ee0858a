import { mapConcurrent, resourceKey, toAzlinError, type AbortOptions } from "@azlin/core";
import type { CleanupAzure } from "../azure/cleanup-azure.ts";
import { readResource } from "../azure/read-resource.ts";
import type { ResourceDocument } from "../azure/resource-document.ts";
import { groupIdOf } from "../facts/read-groups.ts";
import type { UnreadPlace } from "./verification.ts";

/** What asking for ids one by one showed. */
export interface CheckedIds {
  readonly gone: readonly string[];
  readonly remaining: readonly ResourceDocument[];
  readonly unread: readonly UnreadPlace[];
}

type Checked =
  | { readonly id: string; readonly document: ResourceDocument | undefined }
  | { readonly id: string; readonly unread: UnreadPlace };

/**
 * Asks Azure for each id. A group that is gone has taken everything in it along: its resources are not asked for again.
 *
 * @throws only the signal's reason.
 */
export async function checkIds(
  azure: CleanupAzure,
  ids: readonly string[],
  options: AbortOptions & { readonly concurrency: number },
): Promise<CheckedIds> {
  const groups = await mapConcurrent(sharedGroups(ids), options, (id) => check(azure, id, options));
  const gone = new Set(groups.filter(isGone).map(({ id }) => resourceKey(id)));
  const isIn = (id: string): boolean => gone.has(resourceKey(groupIdOf(id) ?? ""));
  const checked = await mapConcurrent(
    ids.filter((id) => !isIn(id)),
    options,
    (id) => check(azure, id, options),
  );
  return {
    gone: [...ids.filter(isIn), ...checked.filter(isGone).map(({ id }) => id)],
    remaining: checked.flatMap((one) => ("document" in one ? (one.document ?? []) : [])),
    unread: checked.flatMap((one) => ("unread" in one ? one.unread : [])),
  };
}

/** Groups in which more than one of the ids lies. */
function sharedGroups(ids: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const id of ids) {
    const group = resourceKey(groupIdOf(id) ?? "");
    if (group !== "" && group !== "/") counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > 1).map(([group]) => group);
}

async function check(azure: CleanupAzure, id: string, { signal }: AbortOptions): Promise<Checked> {
  try {
    return { id, document: await readResource(azure, id, { signal }) };
  } catch (error) {
    signal?.throwIfAborted();
    return { id, unread: { place: id, error: toAzlinError(error, { operation: "read the resource" }).toJSON() } };
  }
}

function isGone(checked: Checked): boolean {
  return "document" in checked && checked.document === undefined;
}
