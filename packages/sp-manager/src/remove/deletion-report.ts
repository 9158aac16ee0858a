import type { SerializedError } from "@azlin/core";

/** A part of an identity that was to go. */
export type IdentityPart = "role assignments" | "application" | "secret";

/** What became of a part of an identity. */
export interface PartDeletion {
  readonly part: IdentityPart;
  /**
   * `absent`: it was not there; `kept`: it stays until its time of grace is over, as whoever made the vault wanted it; `foreign`:
   * what has its name is somebody else's and was left; `unknown`: nobody said where it would be.
   */
  readonly outcome: "deleted" | "absent" | "kept" | "foreign" | "unknown" | "failed";
  /** Of role assignments: how many. */
  readonly count?: number;
  readonly error: SerializedError | null;
}

/** What became of an identity that was to go. */
export interface IdentityDeletion {
  readonly spName: string;
  readonly parts: readonly PartDeletion[];
  /** Whether it was looked for afterwards and nothing of it was found; `null` when that could not be read. */
  readonly isGone: boolean | null;
}
