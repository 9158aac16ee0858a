import { parseResourceId } from "@azlin/core";
import { readTag, sessionOf, TAG_KEYS, type Tags } from "./tag-schema.ts";

/** A VM as discovery finds it. What the source did not tell is `null`. */
export interface ManagedVm {
  readonly id: string;
  readonly name: string;
  readonly resourceGroup: string;
  readonly subscriptionId: string;
  readonly location: string | null;
  readonly size: string | null;
  readonly session: string | null;
  readonly owner: string | null;
  /** `azlin-created` as it is written; null without the tag. */
  readonly created: string | null;
  readonly tags: Tags;
}

/** What a source tells of a VM. */
export interface VmFacts {
  readonly id: string;
  readonly location?: string | null | undefined;
  readonly size?: string | null | undefined;
  readonly tags?: Tags | null | undefined;
}

/** Reads the tags of a VM into the facts azlin shows. */
export function toManagedVm({ id, location, size, tags }: VmFacts): ManagedVm {
  const { subscriptionId = "", resourceGroup = "", names } = parseResourceId(id);
  return {
    id,
    name: names.at(-1) ?? "",
    resourceGroup,
    subscriptionId,
    location: location ?? null,
    size: size ?? null,
    session: sessionOf(tags) ?? null,
    owner: readTag(tags, TAG_KEYS.owner) ?? null,
    created: readTag(tags, TAG_KEYS.created) ?? null,
    tags: tags ?? {},
  };
}
