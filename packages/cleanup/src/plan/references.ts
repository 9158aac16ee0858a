import { resourceKey } from "@azlin/core";
import type { ResourceDocument } from "../azure/resource-document.ts";

/** What a resource was made from: it needs that no more. */
const ORIGINS: ReadonlySet<string> = new Set(["creationdata", "imagereference", "sourceresourceid"]);
/** A resource below a group: up to the end of the first name. */
const SEGMENTS_OF_A_RESOURCE = 9;

/**
 * The resources that a resource names in its properties, and those that they lie in: an address names the configuration of
 * an interface, and with it the interface. Ids as they are written there, by key. Pure.
 */
export function referencesOf({ id, properties }: ResourceDocument): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  collect(properties, found);
  found.delete(resourceKey(id));
  return found;
}

function collect(value: unknown, found: Map<string, string>): void {
  if (typeof value === "string") return addId(value, found);
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    for (const one of value) collect(one, found);
    return;
  }
  for (const [name, member] of Object.entries(value)) {
    // Identities and role members are maps from ids.
    addId(name, found);
    if (!ORIGINS.has(name.toLowerCase())) collect(member, found);
  }
}

function addId(text: string, found: Map<string, string>): void {
  if (!/^\/subscriptions\//i.test(text) || text.length > 1024) return;
  const segments = text.split("/");
  const add = (): void => {
    const id = segments.join("/");
    found.set(resourceKey(id), id);
  };
  for (; segments.length > SEGMENTS_OF_A_RESOURCE; segments.splice(-2)) add();
  add();
}
