/** Why a step may not be carried out. */
export type BlockerKind =
  /** A management lock keeps it. */
  | "lock"
  /** A tag protects it, or the group that it lies in. */
  | "protected"
  /** Something that is not ours uses it. */
  | "foreign-user"
  /** It is a group and holds something that is not ours. */
  | "foreign-content"
  /** It lies outside the subscriptions in which may be deleted. */
  | "out-of-scope"
  /** Its provider does not know the type, so that there is no api-version to ask with. */
  | "unknown-type"
  /** Something that uses it stays. */
  | "waits-for-kept";

/** What keeps a step from being carried out. */
export interface Blocker {
  readonly kind: BlockerKind;
  /** Id of the lock, the resource or the group that is in the way. */
  readonly by: string;
  readonly message: string;
}

/** One thing that goes. */
export interface CleanupStep {
  readonly action: "delete" | "purge";
  /** `group`: a resource group with all its {@link CleanupStep.members}, as one deletion. */
  readonly kind: "resource" | "group";
  /** Id of what goes. */
  readonly target: string;
  readonly type: string;
  /** Why, as a sentence. */
  readonly reason: string;
  /** `null` when nobody knows one. */
  readonly apiVersion: string | null;
  /** Tags that make it ours, with their values; it is only deleted while it still has them. */
  readonly marks: Readonly<Record<string, string>>;
  /** What tells it from another one of the same name, by member of its properties. */
  readonly identity: Readonly<Record<string, string>>;
  /** When Resource Manager says that it was made, ISO 8601; `null` when it did not say. */
  readonly createdAt: string | null;
  /** Ids of the resources that have to be gone before; some may be members of groups. */
  readonly after: readonly string[];
  /** What goes with a group, as steps for the case that the group cannot go as one. */
  readonly members: readonly CleanupStep[];
  /** With any of these it is not carried out. */
  readonly blockers: readonly Blocker[];
  /** US dollars a month that it costs about; `null` when nobody knows. */
  readonly monthlyCostUsd: number | null;
  /** Data goes with it that nothing brings back. */
  readonly isIrreversible: boolean;
}

/** What is to be deleted, in which order, and what keeps the rest. Plain data; {@link CleanupPlan.hash} binds apply to it. */
export interface CleanupPlan {
  readonly version: 1;
  readonly runId: string | null;
  /** When the facts were read, ISO 8601. */
  readonly plannedAt: string;
  readonly subscriptionIds: readonly string[];
  /** Name of the tag that protects. */
  readonly keepTag: string;
  /** In an order in which they can be carried out one by one. */
  readonly steps: readonly CleanupStep[];
  /** What had to be decided on the way, such as cycles that were broken. */
  readonly notes: readonly string[];
  /** What goes costs together so much a month, as far as prices are known; blocked steps do not count. */
  readonly monthlyCostUsd: number;
  /** Resources that go and whose price is not known. */
  readonly unpriced: number;
  /** SHA-256 of all of the above, in hex. */
  readonly hash: string;
}

/** Steps that are carried out: those that nothing keeps. */
export function openSteps({ steps }: Pick<CleanupPlan, "steps">): readonly CleanupStep[] {
  return steps.filter(({ blockers }) => blockers.length === 0);
}

/** Ids of everything that a step takes away. */
export function targetsOf({ target, members }: CleanupStep): readonly string[] {
  return [...members.map((member) => member.target), target];
}

/** How many resources and groups a plan takes away. */
export function countTargets(plan: Pick<CleanupPlan, "steps">): number {
  return openSteps(plan).reduce((count, step) => count + targetsOf(step).length, 0);
}
