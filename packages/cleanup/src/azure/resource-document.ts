import { parseResourceId, resourceTypeOf } from "@azlin/core";

/** A resource as Azure shows it, whichever call showed it. */
export interface ResourceDocument {
  readonly id: string;
  /** Full type, spelled as its id spells it. */
  readonly type: string;
  /** `null` when the call did not show one. */
  readonly location: string | null;
  /** Id of the resource that owns it. */
  readonly managedBy: string | null;
  /** Name of its price class. */
  readonly sku: string | null;
  readonly tags: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Type of resource groups, in lower case. */
export const GROUP_TYPE = "microsoft.resources/subscriptions/resourcegroups";

/** Parts of a resource as clients and queries show them: any of them may be missing, empty or `null`. */
export interface RawDocument {
  readonly id: string;
  readonly location?: string | null | undefined;
  readonly managedBy?: string | null | undefined;
  readonly sku?: { readonly name?: string | undefined } | null | undefined;
  readonly tags?: Readonly<Record<string, string>> | null | undefined;
  readonly properties?: unknown;
}

/** Reads a resource out of what Azure showed; the type is that of the id, as queries write types in lower case. */
export function toDocument(raw: RawDocument): ResourceDocument {
  return {
    id: raw.id,
    type: resourceTypeOf(parseResourceId(raw.id)),
    location: raw.location || null,
    managedBy: raw.managedBy || null,
    sku: raw.sku?.name ?? null,
    tags: raw.tags ?? {},
    properties: (raw.properties ?? {}) as Readonly<Record<string, unknown>>,
  };
}

/** A tag's value, whatever the case of its name. */
export function tagOf({ tags }: Pick<ResourceDocument, "tags">, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return Object.entries(tags).find(([key]) => key.toLowerCase() === wanted)?.[1];
}

/** Whether a resource is a resource group. */
export function isGroup({ type }: { readonly type: string }): boolean {
  return type.toLowerCase() === GROUP_TYPE;
}
