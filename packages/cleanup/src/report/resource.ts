import { resourceNameOf } from "@azlin/core";
import { tagOf, type ResourceDocument } from "../azure/resource-document.ts";
import type { CleanupTags } from "../cleanup-tags.ts";

/** Where a resource of a run stands. */
export type ResourceStatus = "created" | "exists" | "deleted" | "deletion_failed";

/** A resource of a run. Plain data. */
export interface Resource {
  readonly resourceId: string;
  readonly resourceType: string;
  readonly resourceName: string;
  /** From its tag; `unknown` without one. */
  readonly scenarioName: string;
  /** From its tag; `null` for what was found otherwise. */
  readonly runId: string | null;
  /** ISO 8601, UTC; `null` when Azure does not tell. */
  readonly createdAt: string | null;
  readonly deletedAt: string | null;
  readonly status: ResourceStatus;
  readonly deletionAttempts: number;
  readonly deletionError: string | null;
  readonly tags: Readonly<Record<string, string>>;
}

/** Members of `properties` in which providers tell when a resource was made. */
const CREATION_TIMES = ["timeCreated", "creationTime", "createdTime", "createdAt", "creationDate"];

/** A resource that exists, as the model of the seed shows it. */
export function toResource(document: ResourceDocument, tags: CleanupTags): Resource {
  return {
    resourceId: document.id,
    resourceType: document.type,
    resourceName: resourceNameOf(document.id),
    scenarioName: tagOf(document, tags.scenario) ?? "unknown",
    runId: tagOf(document, tags.runId) ?? null,
    createdAt: creationTime(document),
    deletedAt: null,
    status: "exists",
    deletionAttempts: 0,
    deletionError: null,
    tags: document.tags,
  };
}

/** When a resource was made, by its own properties; `null` when they do not tell. */
export function creationTime({ properties }: Pick<ResourceDocument, "properties">): string | null {
  for (const name of CREATION_TIMES) {
    const value = properties[name];
    const time = typeof value === "string" ? new Date(value) : undefined;
    if (time !== undefined && !Number.isNaN(time.getTime())) return time.toISOString();
  }
  return null;
}
