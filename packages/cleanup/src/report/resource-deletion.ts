import type { DeleteErrorClass } from "../apply/delete-error-table.ts";

/** What became of a resource that was to go. */
export type ResourceOutcome =
  /** Azure answers 404 to a GET. */
  | "deleted"
  /** A lock, a tag, a policy or something of others keeps it. */
  | "blocked"
  /** It is no longer what was planned: made anew, or no longer ours. It was left alone. */
  | "changed"
  /** It is still there. */
  | "remaining"
  /** Azure was still deleting it when the time was up. */
  | "timed-out"
  /** What uses it is still there: it was not tried. */
  | "skipped"
  /** Azure did not say whether it is there. */
  | "unknown";

/** One attempt to delete something that did not succeed. */
export interface DeletionAttempt {
  /** When it failed, ISO 8601. */
  readonly at: string;
  readonly class: DeleteErrorClass;
  readonly code: string | null;
  readonly status: number | null;
  readonly message: string;
  /** Milliseconds that were waited before the next one; 0 after the last. */
  readonly waitMs: number;
}

/** How one resource went, or did not. Plain data. */
export interface ResourceDeletion {
  readonly resourceId: string;
  readonly resourceType: string;
  readonly status: "deleted" | "failed";
  readonly outcome: ResourceOutcome;
  /** Attempts that count: waits that Azure asked for do not. 0 when it was gone, or was not tried. */
  readonly attempts: number;
  readonly failures: readonly DeletionAttempt[];
  /** Why it did not go; `null` when it did. */
  readonly error: string | null;
  /** When it was seen to be gone, ISO 8601; `null` when it was not. */
  readonly deletedAt: string | null;
}
