import { callOptions, isAzlinError, parseResourceId, resourceTypeOf, type AbortOptions } from "@azlin/core";
import type { CleanupAzure } from "./cleanup-azure.ts";
import { isGone } from "./is-gone.ts";
import { readFromAzure } from "./read-from-azure.ts";
import { toDocument, type ResourceDocument } from "./resource-document.ts";

/** Options of {@link readResource}. */
export interface ReadResourceOptions extends AbortOptions {
  /** Default: the newest stable one of the provider. */
  readonly apiVersion?: string | null;
}

/**
 * A resource, or a resource group, as its own provider shows it now; `undefined` when Azure says that it is gone.
 *
 * @throws AzlinError for every other answer, 404s that are not about the resource included.
 */
export async function readResource(
  azure: CleanupAzure,
  id: string,
  options: ReadResourceOptions = {},
): Promise<ResourceDocument | undefined> {
  const { signal } = options;
  const parsed = parseResourceId(id);
  const apiVersion = options.apiVersion ?? (await azure.apiVersions.of(id, { signal })) ?? "";
  try {
    return await readFromAzure(azure, {
      operation: "read the resource",
      action: `${resourceTypeOf(parsed)}/read`,
      resource: id,
      signal,
      run: async () => {
        const client = await azure.clients.of(parsed.subscriptionId ?? "");
        // The client writes a slash before the id; its own would give two.
        const found = await client.resources.getById(id.replace(/^\/+/, ""), apiVersion, callOptions({ signal }));
        return toDocument({ ...found, id });
      },
    });
  } catch (error) {
    if (isAzlinError(error) && isGone(error.details["statusCode"], error.details["azureCode"])) return undefined;
    throw error;
  }
}
