import { callOptions, parseResourceId, type AbortOptions } from "@azlin/core";
import type { CleanupAzure } from "../azure/cleanup-azure.ts";
import { readFromAzure } from "../azure/read-from-azure.ts";
import { toDocument, type ResourceDocument } from "../azure/resource-document.ts";

/** A resource as the list of its group shows it: without properties. */
export interface ListedResource extends ResourceDocument {
  /** ISO 8601; `null` when Resource Manager did not say. */
  readonly createdAt: string | null;
}

/** Options of {@link listGroup}. */
export interface ListGroupOptions extends AbortOptions {
  /** Only resources of this type. */
  readonly type?: string;
}

/**
 * Everything in a resource group, by Resource Manager's own list.
 *
 * @throws NotFoundError when there is no such group; other AzlinErrors when it cannot be listed.
 */
export function listGroup(
  azure: CleanupAzure,
  groupId: string,
  { type, signal }: ListGroupOptions = {},
): Promise<ListedResource[]> {
  const { subscriptionId = "", resourceGroup = "" } = parseResourceId(groupId);
  return readFromAzure(azure, {
    operation: "list the resources of the group",
    action: "Microsoft.Resources/subscriptions/resourceGroups/resources/read",
    resource: groupId,
    signal,
    run: async () => {
      const { resources } = await azure.clients.of(subscriptionId);
      const listed: ListedResource[] = [];
      const filter = type === undefined ? {} : { filter: `resourceType eq '${type}'` };
      const options = { expand: "createdTime", ...filter, ...callOptions({ signal }) };
      for await (const { id, ...rest } of resources.listByResourceGroup(resourceGroup, options)) {
        if (id === undefined) continue;
        listed.push({ ...toDocument({ ...rest, id }), createdAt: rest.createdTime?.toISOString() ?? null });
      }
      return listed;
    },
  });
}
