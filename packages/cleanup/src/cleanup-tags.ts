/** Names of the tags that tell what belongs to whom. Names are compared without regard to case. */
export interface CleanupTags {
  /** On everything that runs make; its value is `true`. Default: `AzureHayMaker-managed`. */
  readonly managed: string;
  /** Holds the id of the run. Default: `RunId`. */
  readonly runId: string;
  /** Holds the name of the scenario. Default: `Scenario`. */
  readonly scenario: string;
  /** With the value `true` it protects a resource, or all of a group. Default: `azlin-keep`. */
  readonly keep: string;
  /** Holds the time (RFC 3339) from which a resource may be swept. Default: `azlin-expires-at`. */
  readonly expiresAt: string;
}

/** The names as `AzureHayMaker` and azlin write them. */
export const DEFAULT_CLEANUP_TAGS: CleanupTags = {
  managed: "AzureHayMaker-managed",
  runId: "RunId",
  scenario: "Scenario",
  keep: "azlin-keep",
  expiresAt: "azlin-expires-at",
};

/** Fills in the names that were not chosen. */
export function resolveCleanupTags(tags: Partial<CleanupTags> = {}): CleanupTags {
  return { ...DEFAULT_CLEANUP_TAGS, ...tags };
}

/** Whether a tag's value says yes. */
export function saysYes(value: string | undefined): boolean {
  return value?.trim().toLowerCase() === "true";
}
