/** What events say of a resource. */
export type EventResourceStatus = "created" | "deleted" | "deletion_failed";

/** A resource as events tell it. Times are ISO 8601 in UTC. */
export interface EventResource {
  readonly resourceId: string;
  readonly resourceType: string;
  readonly resourceName: string;
  readonly scenarioName: string;
  readonly runId: string;
  readonly status: EventResourceStatus;
  /** `null` when no event has told of its creation. */
  readonly createdAt: string | null;
  /** `null` while it is there, for all that is known. */
  readonly deletedAt: string | null;
  /** When it last could not be deleted. */
  readonly deletionFailedAt: string | null;
  /** Attempts to delete it, as told by the last failure. Default 0. */
  readonly deletionAttempts: number;
  /** Why it last could not be deleted. */
  readonly deletionError: string | null;
  readonly tags: Readonly<Record<string, string>>;
}
