import type { AbortOptions } from "@azlin/core";
import { askAzure } from "./ask-azure.ts";
import { callGraph } from "./call-graph.ts";
import type { IdentityAzure } from "./identity-azure.ts";

/** As many as Graph takes at once. */
const MAX_IDS = 1_000;

/**
 * Which of these object ids the directory still has.
 *
 * @throws AzlinError when it cannot tell: that is no "none".
 */
export async function existingPrincipals(
  azure: IdentityAzure,
  objectIds: readonly string[],
  { signal }: AbortOptions = {},
): Promise<ReadonlySet<string>> {
  const existing = new Set<string>();
  for (let from = 0; from < objectIds.length; from += MAX_IDS) {
    const ids = objectIds.slice(from, from + MAX_IDS);
    const { value } = await askAzure(azure, {
      operation: "look for principals",
      action: "Directory.Read.All",
      signal,
      run: () =>
        callGraph(azure, {
          path: "/directoryObjects/getByIds",
          signal,
          send: (request) => request.post({ ids }) as Promise<{ readonly value: readonly { readonly id: string }[] }>,
        }),
    });
    for (const { id } of value) existing.add(id.toLowerCase());
  }
  return existing;
}
