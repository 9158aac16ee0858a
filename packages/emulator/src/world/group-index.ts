import type { StoredResource } from "./resource-store.ts";

/** Segments of a group's key: `/subscriptions/{id}/resourcegroups/{name}`, the empty one before the first slash counted. */
const GROUP_SEGMENTS = 5;

/** Resources by the resource group that they lie in: what lies below something is not looked for in the whole world. */
export class GroupIndex {
  readonly #groups = new Map<string, Map<string, StoredResource>>();

  set(key: string, resource: StoredResource): void {
    const group = groupOf(key);
    if (group === undefined) return;
    const members = this.#groups.get(group);
    if (members === undefined) this.#groups.set(group, new Map([[key, resource]]));
    else members.set(key, resource);
  }

  delete(key: string): void {
    const group = groupOf(key);
    if (group !== undefined) this.#groups.get(group)?.delete(key);
  }

  clear(): void {
    this.#groups.clear();
  }

  /** What lies in the group of a key, itself among it; `undefined` for a key above the groups. */
  around(key: string): ReadonlyMap<string, StoredResource> | undefined {
    const group = groupOf(key);
    return group === undefined ? undefined : (this.#groups.get(group) ?? new Map<string, StoredResource>());
  }
}

function groupOf(key: string): string | undefined {
  const segments = key.split("/", GROUP_SEGMENTS);
  return segments.length === GROUP_SEGMENTS && segments[3] === "resourcegroups" ? segments.join("/") : undefined;
}
