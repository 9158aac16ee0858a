import {
  callOptions,
  parseResourceId,
  pollOptions,
  toAzlinError,
  type AzlinError,
  type AbortOptions,
} from "@azlin/core";
import type { AzureClients } from "./azure-clients.ts";
import type { Tags } from "./tag-schema.ts";

/** Action that reading tags of a VM takes. */
export const READ_ACTION = "Microsoft.Compute/virtualMachines/read";
const WRITE_ACTION = "Microsoft.Compute/virtualMachines/write";

/** A resource found by a tag. */
export interface TaggedResource {
  readonly id: string;
  readonly tags: Tags;
}

/**
 * Azure's Tags API: Merge and Delete change single tags of one resource atomically, so that other writers' tags
 * survive. One request each.
 */
export class TagsApi {
  readonly #clients: AzureClients;

  constructor(clients: AzureClients) {
    this.#clients = clients;
  }

  /** All tags of a resource; `undefined` when it does not exist. */
  async read(id: string, { signal }: AbortOptions = {}): Promise<Tags | undefined> {
    try {
      const client = await this.#clientFor(id);
      const { properties } = await client.tagsOperations.getAtScope(scopeOf(id), callOptions({ signal }));
      return properties.tags ?? {};
    } catch (error) {
      const translated: AzlinError = translate(error, { id, verb: "read", signal });
      if (translated.code === "NOT_FOUND") return undefined;
      throw translated;
    }
  }

  /** Adds or changes these tags and leaves all others. Returns all tags. */
  merge(id: string, tags: Tags, options: AbortOptions = {}): Promise<Tags> {
    return this.#patch(id, { operation: "Merge", tags }, options);
  }

  /** Removes these tags, each only while it has the given value. Returns all tags that are left. */
  remove(id: string, tags: Tags, options: AbortOptions = {}): Promise<Tags> {
    return this.#patch(id, { operation: "Delete", tags }, options);
  }

  /** The resources of a subscription with a tag of this name and exactly this value, read from Resource Manager itself. */
  async *findByTag(
    subscriptionId: string,
    tag: { readonly name: string; readonly value: string },
    { signal }: AbortOptions = {},
  ): AsyncGenerator<TaggedResource> {
    const filter = `tagName eq '${quote(tag.name)}' and tagValue eq '${quote(tag.value)}'`;
    try {
      const client = await this.#clients.resources(subscriptionId);
      for await (const { id, tags } of client.resources.list({ filter, ...callOptions({ signal }) })) {
        if (id !== undefined) yield { id, tags: tags ?? {} };
      }
    } catch (error) {
      throw toAzlinError(error, { operation: "find VMs by tag", action: READ_ACTION, signal });
    }
  }

  async #patch(
    id: string,
    { operation, tags }: { readonly operation: "Merge" | "Delete"; readonly tags: Tags },
    { signal }: AbortOptions,
  ): Promise<Tags> {
    try {
      const client = await this.#clientFor(id);
      const { properties } = await client.tagsOperations.beginUpdateAtScopeAndWait(
        scopeOf(id),
        { operation, properties: { tags: { ...tags } } },
        { ...pollOptions(this.#clients.transport), ...callOptions({ signal }) },
      );
      return properties?.tags ?? {};
    } catch (error) {
      throw translate(error, { id, verb: "write", signal });
    }
  }

  #clientFor(id: string): ReturnType<AzureClients["resources"]> {
    return this.#clients.resources(parseResourceId(id).subscriptionId ?? "");
  }
}

/** The client writes `/{scope}/providers/…`: a scope with its own slash would give two. */
function scopeOf(id: string): string {
  return id.replace(/^\/+/, "");
}

function quote(text: string): string {
  return text.replaceAll("'", "''");
}

function translate(
  error: unknown,
  { id, verb, signal }: { id: string; verb: "read" | "write"; signal: AbortSignal | undefined },
): AzlinError {
  return toAzlinError(error, {
    operation: `${verb} VM tags`,
    action: verb === "read" ? READ_ACTION : WRITE_ACTION,
    resource: id,
    signal,
  });
}
