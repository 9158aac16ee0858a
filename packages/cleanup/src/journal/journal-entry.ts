import type { ResourceOutcome } from "../report/resource-deletion.ts";

/** One line of the journal of a cleanup. Times are ISO 8601. */
export type JournalEntry =
  /** A run of this plan begins, or goes on. */
  | { readonly type: "plan"; readonly hash: string; readonly at: string }
  /** A deletion is about to be sent. */
  | { readonly type: "sent"; readonly target: string; readonly at: string }
  /** Azure has begun to delete; `operationUrl` tells how far it is, where Azure named one. */
  | { readonly type: "accepted"; readonly target: string; readonly operationUrl: string | null; readonly at: string }
  /** A step has ended. */
  | {
      readonly type: "ended";
      readonly target: string;
      readonly outcome: ResourceOutcome;
      readonly attempts: number;
      readonly at: string;
    };
