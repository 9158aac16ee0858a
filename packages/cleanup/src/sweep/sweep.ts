import { mapConcurrent, toAzlinError, type AbortOptions, type SerializedError } from "@azlin/core";
import { applyCleanup, type ApplyReport } from "../apply/apply-cleanup.ts";
import type { ApplyCleanupOptions } from "../apply/apply-options.ts";
import type { CleanupAzure } from "../azure/cleanup-azure.ts";
import { tagOf, type ResourceDocument } from "../azure/resource-document.ts";
import { resolveCleanupTags, saysYes, type CleanupTags } from "../cleanup-tags.ts";
import type { Claim } from "../facts/find-owned.ts";
import { gatherCleanupFacts } from "../facts/gather-cleanup-facts.ts";
import type { CleanupPlan } from "../plan/cleanup-plan.ts";
import { planCleanup, type PlanCleanupOptions } from "../plan/plan-cleanup.ts";
import type { Collector, SweepContext } from "./collector.ts";
import { expiredResources } from "./collectors/expired-resources.ts";
import { orphanedResources } from "./collectors/orphaned-resources.ts";
import { softDeletedVaults } from "./collectors/soft-deleted-vaults.ts";

/** Options of {@link sweep}. */
export interface SweepOptions extends AbortOptions {
  /** What is younger stays, in milliseconds. Default: 86,400,000. */
  readonly olderThanMs?: number;
  /** Only plans. Default: true. */
  readonly dryRun?: boolean;
  /** Default: {@link DEFAULT_COLLECTORS}. */
  readonly collectors?: readonly Collector[];
  /** Default: {@link DEFAULT_CLEANUP_TAGS}. */
  readonly tags?: Partial<CleanupTags>;
  /** Which resources may be swept at all. Default: those with the tag of managed resources, or `managed-by: azlin`. */
  readonly isOurs?: (resource: ResourceDocument) => boolean;
  readonly plan?: PlanCleanupOptions;
  readonly apply?: Omit<ApplyCleanupOptions, "signal">;
}

/** What a sweep found, plans, and did. */
export interface SweepReport {
  /** Ids that each collector found, by its name. */
  readonly found: Readonly<Record<string, readonly string[]>>;
  /** Collectors that could not tell, with why: what they look for is neither swept nor called clean. */
  readonly unread: readonly { readonly collector: string; readonly error: SerializedError }[];
  readonly plan: CleanupPlan;
  /** `null` for a dry run. */
  readonly applied: ApplyReport | null;
}

/** What is looked for unless something else is asked for. */
export const DEFAULT_COLLECTORS: readonly Collector[] = [expiredResources, orphanedResources, softDeletedVaults];

const OLDER_THAN_MS = 86_400_000;
/** What is left over and will not go is in use after all: there is no point in waiting for it long. */
const MAX_ATTEMPTS = 3;

/**
 * Finds what is left over, plans its removal, and carries that out unless it is a dry run, which is the default. Locks, the
 * tag that protects, things of others and the guards of {@link applyCleanup} hold here too.
 *
 * @throws AzlinError when the facts for a plan cannot be read, or the plan is refused; the signal's reason.
 */
export async function sweep(azure: CleanupAzure, options: SweepOptions = {}): Promise<SweepReport> {
  const { collectors = DEFAULT_COLLECTORS, dryRun = true, signal } = options;
  const tags = resolveCleanupTags(options.tags);
  const { olderThanMs = OLDER_THAN_MS, isOurs = isTaggedAsOurs(tags) } = options;
  const context: SweepContext = { azure, tags, olderThanMs, isOurs, signal };
  const collected = await mapConcurrent(collectors, { signal }, (collector) => collect(collector, context));
  const claims = collected.flatMap((one) => one.claims);
  const facts = await gatherCleanupFacts(azure, { claims }, { tags, signal });
  const plan = planCleanup(facts, options.plan);
  const apply = { maxAttempts: MAX_ATTEMPTS, ...options.apply, signal };
  return {
    found: Object.fromEntries(collected.map((one) => [one.name, one.claims.map(({ document }) => document.id)])),
    unread: collected.flatMap(({ name, error }) => (error === undefined ? [] : { collector: name, error })),
    plan,
    applied: dryRun ? null : await applyCleanup(azure, plan, apply),
  };
}

interface Collected {
  readonly name: string;
  readonly claims: readonly Claim[];
  readonly error?: SerializedError;
}

async function collect(collector: Collector, context: SweepContext): Promise<Collected> {
  const { name } = collector;
  try {
    return { name, claims: await collector.collect(context) };
  } catch (error) {
    context.signal?.throwIfAborted();
    return { name, claims: [], error: toAzlinError(error, { operation: `look for ${name}` }).toJSON() };
  }
}

function isTaggedAsOurs(tags: CleanupTags): NonNullable<SweepOptions["isOurs"]> {
  return (document) =>
    saysYes(tagOf(document, tags.managed)) || tagOf(document, "managed-by")?.toLowerCase() === "azlin";
}
