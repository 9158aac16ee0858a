import { parseResourceId, resourceTypeOf } from "@azlin/core";
import type { CleanupFacts, GroupFacts, OwnedResource, ResourceDocument } from "../../src/index.ts";
import { DEFAULT_CLEANUP_TAGS } from "../../src/index.ts";
import { idOf, RUN_ID, RUN_TAGS, SUBSCRIPTION } from "./run-world.ts";

/** What a resource of a test may differ in. */
export type DocumentChange = Partial<Omit<ResourceDocument, "id" | "type">>;

/** A resource as Azure shows it. */
export function documentOf(id: string, change: DocumentChange = {}): ResourceDocument {
  return {
    id,
    type: resourceTypeOf(parseResourceId(id)),
    location: "westus2",
    managedBy: null,
    sku: null,
    tags: {},
    properties: {},
    ...change,
  };
}

/** A resource of the run. */
export function ownedOf(
  id: string,
  change: DocumentChange & Pick<Partial<OwnedResource>, "action"> = {},
): OwnedResource {
  const marks = { "AzureHayMaker-managed": "true", RunId: RUN_ID };
  return { ...documentOf(id, { tags: RUN_TAGS, ...change }), reason: "It is ours.", marks, createdAt: null, ...change };
}

/** Facts of a world: the contents of groups and the api-versions follow from the resources. */
export function factsOf(
  owned: readonly OwnedResource[],
  change: Partial<CleanupFacts> & {
    readonly groupTags?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  } = {},
): CleanupFacts {
  const { groupTags = {}, ...rest } = change;
  const { others = [] } = rest;
  const all = [...owned, ...others].filter(({ type }) => !type.endsWith("resourceGroups"));
  const names = new Set([...owned, ...others].map(({ id }) => parseResourceId(id).resourceGroup!));
  const groups: GroupFacts[] = [...names].map((name) => ({
    id: idOf(name),
    tags: groupTags[name] ?? {},
    contents: all.filter(({ id }) => parseResourceId(id).resourceGroup === name).map(({ id }) => id),
  }));
  return {
    runId: RUN_ID,
    readAt: "2026-11-21T12:00:00.000Z",
    subscriptionIds: [parseResourceId(SUBSCRIPTION).subscriptionId!],
    tags: DEFAULT_CLEANUP_TAGS,
    owned,
    others,
    groups,
    locks: [],
    apiVersions: Object.fromEntries(owned.map(({ type }) => [type.toLowerCase(), "2024-01-01"])),
    ...rest,
  };
}
