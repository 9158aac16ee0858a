import type { SerializedError } from "@azlin/core";
import type { Resource } from "../report/resource.ts";

/** Whether it is proved that nothing is left. `unknown` is never taken for `clean`. */
export type VerificationVerdict = "clean" | "dirty" | "unknown";

/** Something that could not be read. */
export interface UnreadPlace {
  /** Id of the resource or the subscription; `resource-graph` for the index. */
  readonly place: string;
  readonly error: SerializedError;
}

/** What a verification found. Plain data. */
export interface Verification {
  readonly verdict: VerificationVerdict;
  /** What Azure shows when it is asked for it by id. */
  readonly remaining: readonly Resource[];
  /** Ids that the index, or a list, still shows and that Azure answers 404 to. */
  readonly staleIndex: readonly string[];
  /** Why it is unknown. */
  readonly unread: readonly UnreadPlace[];
  /** When nothing was found, ISO 8601: two such readings, spaced, are a proof. */
  readonly cleanReadings: readonly string[];
}
