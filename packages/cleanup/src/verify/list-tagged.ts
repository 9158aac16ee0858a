import { callOptions, mapConcurrent, type AbortOptions } from "@azlin/core";
import type { CleanupAzure } from "../azure/cleanup-azure.ts";
import { readFromAzure } from "../azure/read-from-azure.ts";
import { tagOf } from "../azure/resource-document.ts";
import { saysYes, type CleanupTags } from "../cleanup-tags.ts";

/**
 * Ids of the resources and groups with the tags of a run, by Resource Manager's own lists: what was made a moment ago is in
 * them before the index has it. Two requests for each subscription, and more for more pages.
 *
 * @throws AzlinError when a list cannot be read.
 */
export async function listTagged(
  azure: CleanupAzure,
  runId: string,
  { tags, signal }: AbortOptions & { readonly tags: CleanupTags },
): Promise<string[]> {
  const filter = `tagName eq '${quote(tags.runId)}' and tagValue eq '${quote(runId)}'`;
  const found = await mapConcurrent(azure.subscriptionIds, { signal }, (subscriptionId) =>
    readFromAzure(azure, {
      operation: `list the resources of the run in subscription ${subscriptionId}`,
      action: "Microsoft.Resources/subscriptions/resources/read",
      signal,
      run: async () => {
        const client = await azure.clients.of(subscriptionId);
        const ids: string[] = [];
        const options = { filter, ...callOptions({ signal }) };
        const add = (id: string | undefined, found: Readonly<Record<string, string>> = {}): void => {
          if (id !== undefined && saysYes(tagOf({ tags: found }, tags.managed))) ids.push(id);
        };
        for await (const resource of client.resources.list(options)) add(resource.id, resource.tags);
        for await (const group of client.resourceGroups.list(options)) add(group.id, group.tags);
        return ids;
      },
    }),
  );
  return found.flat();
}

function quote(text: string): string {
  return text.replaceAll("'", "''");
}
