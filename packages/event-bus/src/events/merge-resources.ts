import type { ResourceEvent } from "./agent-event.ts";
import type { EventResource } from "./resource.ts";

const STATUSES = {
  resource_created: "created",
  resource_deleted: "deleted",
  resource_deletion_failed: "deletion_failed",
} as const;

/** What one event alone says of its resource. */
export function resourceOf(event: ResourceEvent): EventResource {
  const { resourceId, resourceType, resourceName, scenarioName, runId, tags } = event;
  const at = new Date(event.timestamp).toISOString();
  const failed = event.eventType === "resource_deletion_failed" ? event : undefined;
  return {
    resourceId,
    resourceType,
    resourceName,
    scenarioName,
    runId,
    status: STATUSES[event.eventType],
    createdAt: event.eventType === "resource_created" ? at : null,
    deletedAt: event.eventType === "resource_deleted" ? at : null,
    deletionFailedAt: failed === undefined ? null : at,
    deletionAttempts: failed?.deletionAttempts ?? 0,
    deletionError: failed?.deletionError ?? null,
    tags,
  };
}

/**
 * What two tellings of one resource say together. The order in which they are told, and how often, changes nothing: each
 * kind of news counts once, by its latest time. A creation that is not younger than the deletion does not resurrect.
 */
export function mergeResources(left: EventResource, right: EventResource): EventResource {
  const described = later(left, right, DESCRIPTION);
  const failure = later(left, right, FAILURE);
  const createdAt = latest(left.createdAt, right.createdAt);
  const deletedAt = after(latest(left.deletedAt, right.deletedAt), createdAt, true);
  const failedAt = after(latest(left.deletionFailedAt, right.deletionFailedAt), createdAt, false);
  const { resourceId, resourceType, resourceName, scenarioName, runId, tags } = described;
  return {
    resourceId,
    resourceType,
    resourceName,
    scenarioName,
    runId,
    status: deletedAt !== null ? "deleted" : failedAt !== null ? "deletion_failed" : "created",
    createdAt,
    deletedAt,
    deletionFailedAt: failedAt,
    deletionAttempts: failedAt === null ? 0 : failure.deletionAttempts,
    deletionError: failedAt === null ? null : failure.deletionError,
    tags,
  };
}

/** Which of two tellings counts more, and what they say. */
interface Ranking {
  readonly rank: (resource: EventResource) => string;
  readonly content: (resource: EventResource) => string;
}

/** Its creation describes a resource best; what came last, else. */
const DESCRIPTION: Ranking = {
  rank: ({ createdAt, deletedAt, deletionFailedAt }) =>
    createdAt === null ? `0 ${latest(deletedAt, deletionFailedAt) ?? ""}` : `1 ${createdAt}`,
  content: ({ resourceId, resourceType, resourceName, scenarioName, tags }) =>
    JSON.stringify([
      resourceId,
      resourceType,
      resourceName,
      scenarioName,
      Object.entries(tags)
        .map(([key, value]) => JSON.stringify([key, value]))
        .toSorted(compare),
    ]),
};

const FAILURE: Ranking = {
  rank: ({ deletionFailedAt }) => deletionFailedAt ?? "",
  content: ({ deletionAttempts, deletionError }) => `${String(deletionAttempts).padStart(16, "0")} ${deletionError}`,
};

/** The telling that counts more; of equal ones always the same one, whatever their order. */
function later(left: EventResource, right: EventResource, { rank, content }: Ranking): EventResource {
  const [ofLeft, ofRight] = [rank(left), rank(right)];
  if (ofLeft !== ofRight) return ofLeft > ofRight ? left : right;
  return content(left) >= content(right) ? left : right;
}

function latest(left: string | null, right: string | null): string | null {
  return left === null || (right !== null && right > left) ? right : left;
}

/** A time, unless the resource was created after it. */
function after(time: string | null, createdAt: string | null, orAtOnce: boolean): string | null {
  if (time === null || createdAt === null || time > createdAt) return time;
  return orAtOnce && time === createdAt ? time : null;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
