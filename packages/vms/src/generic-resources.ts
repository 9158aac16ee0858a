import {
  callOptions,
  InternalError,
  parseResourceId,
  pollOptions,
  toAzlinError,
  type AzlinError,
  type AbortOptions,
} from "@azlin/core";
import { apiVersionOf } from "./resource-types.ts";
import type { VmAzure } from "./vm-azure.ts";

/** A resource to be written by id. */
export interface ResourceWrite {
  readonly id: string;
  readonly location: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly sku?: { readonly name: string };
  readonly properties: Record<string, unknown>;
}

/** A resource as Azure's generic calls show it. */
export interface ResourceDocument<T> {
  readonly id: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly managedBy: string | undefined;
  readonly sku: string | undefined;
  readonly properties: T;
}

// Network resources go through arm-resources' calls by id: the network client unpacks to 72 MB for four PUTs.

/** `properties` of a resource; `undefined` when it does not exist. */
export async function readResource<T>(azure: VmAzure, id: string, options: AbortOptions): Promise<T | undefined> {
  return (await readDocument<T>(azure, id, options))?.properties;
}

/** A resource with what stands beside its properties; `undefined` when it does not exist. */
export async function readDocument<T>(
  azure: VmAzure,
  id: string,
  { signal }: AbortOptions,
): Promise<ResourceDocument<T> | undefined> {
  try {
    const client = await clientFor(azure, id);
    const found = await client.resources.getById(bare(id), versionOf(id), callOptions({ signal }));
    const { managedBy, sku, tags = {} } = found;
    return { id, tags, managedBy, sku: sku?.name, properties: found.properties as T };
  } catch (error) {
    const translated = translate(error, id, { verb: "read", signal });
    if (translated.code === "NOT_FOUND") return undefined;
    throw translated;
  }
}

/** Whether a resource exists, by its own provider's answer. */
export async function resourceExists(azure: VmAzure, id: string, options: AbortOptions): Promise<boolean> {
  return (await readResource<object>(azure, id, options)) !== undefined;
}

/** Creates or replaces a resource and waits until Azure has finished. */
export async function writeResource(azure: VmAzure, write: ResourceWrite, { signal }: AbortOptions): Promise<void> {
  const { id, tags, ...body } = write;
  try {
    const client = await clientFor(azure, id);
    await client.resources.beginCreateOrUpdateByIdAndWait(
      bare(id),
      versionOf(id),
      { ...body, ...(tags !== undefined && { tags: { ...tags } }) },
      { ...pollOptions(azure.transport), ...callOptions({ signal }) },
    );
  } catch (error) {
    throw translate(error, id, { verb: "write", signal });
  }
}

/** Deletes a resource and waits until Azure has finished; one that is not there is deleted. */
export async function deleteResource(azure: VmAzure, id: string, { signal }: AbortOptions): Promise<void> {
  try {
    const client = await clientFor(azure, id);
    await client.resources.beginDeleteByIdAndWait(bare(id), versionOf(id), {
      ...pollOptions(azure.transport),
      ...callOptions({ signal }),
    });
  } catch (error) {
    const translated = translate(error, id, { verb: "delete", signal });
    if (translated.code !== "NOT_FOUND") throw translated;
  }
}

function clientFor(azure: VmAzure, id: string): ReturnType<VmAzure["clients"]["resources"]> {
  return azure.clients.resources(parseResourceId(id).subscriptionId ?? "");
}

/** The client writes a slash before the id; its own would give two. */
function bare(id: string): string {
  return id.replace(/^\/+/, "");
}

function versionOf(id: string): string {
  const version = apiVersionOf(id);
  if (version === undefined) throw new InternalError("UNKNOWN_RESOURCE_TYPE", `No api-version is known for '${id}'.`);
  return version;
}

function translate(
  error: unknown,
  id: string,
  { verb, signal }: { readonly verb: string; readonly signal: AbortSignal | undefined },
): AzlinError {
  const { provider = "", types, names } = parseResourceId(id);
  return toAzlinError(error, {
    operation: `${verb} ${types.join("/")} '${names.join("/")}'`,
    action: `${provider}/${types.join("/")}/${verb}`,
    resource: id,
    signal,
  });
}
