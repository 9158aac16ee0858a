import { resourceKey } from "@azlin/core";
import { isGroup, type ResourceDocument } from "../azure/resource-document.ts";
import type { CleanupFacts, OwnedResource } from "../facts/cleanup-facts.ts";
import { groupIdOf } from "../facts/read-groups.ts";
import { monthlyCostUsd } from "../price/monthly-cost.ts";
import { blockResources, waitsFor, type Blocked } from "./block-resources.ts";
import type { CleanupPlan, CleanupStep } from "./cleanup-plan.ts";
import { findBlockers, type BlockerContext } from "./find-blockers.ts";
import { groupResources, type GroupedResources } from "./group-resources.ts";
import { makeStep, type StepContext } from "./make-step.ts";
import { orderResources, type OrderedResources } from "./order-resources.ts";
import { planHash } from "./plan-hash.ts";
import { sortGraph } from "./sort-graph.ts";
import { sumCosts } from "./sum-costs.ts";

/** Options of {@link planCleanup}. */
export interface PlanCleanupOptions {
  /** Subscriptions in which may be deleted. Default: those of the facts. */
  readonly allowedSubscriptionIds?: readonly string[];
  /** Price of a resource in US dollars a month, `null` when it is not known. Default: by {@link CLEANUP_PRICES}. */
  readonly priceOf?: (resource: ResourceDocument) => number | null;
}

/** What the parts of a plan are made from. */
interface Planning extends StepContext {
  readonly facts: CleanupFacts;
  readonly ordered: OrderedResources;
  readonly blocked: Blocked;
  readonly grouped: GroupedResources;
  readonly groups: ReadonlyMap<string, OwnedResource>;
  readonly context: BlockerContext;
}

/**
 * Decides what is deleted, in which order, and what is not and why. Resources come after everything that uses them, and not
 * at all when a lock, a tag or something of others keeps them or what uses them. Groups in which everything goes are one
 * step; groups that hold anything else stay. Pure.
 */
export function planCleanup(facts: CleanupFacts, options: PlanCleanupOptions = {}): CleanupPlan {
  const { allowedSubscriptionIds = facts.subscriptionIds, priceOf = monthlyCostUsd } = options;
  const ordered = orderResources(facts);
  const allowed = new Set(allowedSubscriptionIds.map((id) => id.toLowerCase()));
  const context = { facts, allowed, foreignUsers: ordered.foreignUsers };
  const blocked = blockResources(ordered.resources, ordered.before, context);
  const groups = new Map(facts.owned.filter(isGroup).map((group) => [resourceKey(group.id), group]));
  const open = new Map([...groups].filter(([, group]) => findBlockers(group, context).length === 0));
  const grouped = groupResources(ordered.before, open, blocked);
  const { apiVersions } = facts;
  const steps = makeSteps({ facts, ordered, blocked, grouped, groups, context, apiVersions, priceOf });
  const plan = {
    version: 1 as const,
    runId: facts.runId,
    plannedAt: facts.readAt,
    subscriptionIds: allowedSubscriptionIds,
    keepTag: facts.tags.keep,
    steps,
    notes: [...ordered.notes, ...grouped.notes],
    ...sumCosts(steps),
  };
  return { ...plan, hash: planHash(plan) };
}

/** Resources and whole groups in order, then the groups that have to be emptied first. */
function makeSteps(planning: Planning): CleanupStep[] {
  const { grouped, groups } = planning;
  const steps = sortGraph(grouped.before).order.map((key) =>
    grouped.whole.has(key) ? wholeGroup(key, planning) : resourceStep(key, planning),
  );
  const rest = [...groups.keys()].filter((key) => !grouped.whole.has(key));
  return [...steps, ...rest.map((key) => emptiedGroup(key, planning))];
}

function resourceStep(key: string, planning: Planning): CleanupStep {
  const { ordered, blocked } = planning;
  const after = idsIn(ordered.before.get(key)!, ordered);
  return makeStep(ordered.resources.get(key)!, { after, blockers: blocked.get(key) ?? [], members: [] }, planning);
}

function wholeGroup(key: string, planning: Planning): CleanupStep {
  const { ordered, grouped, groups } = planning;
  const inside = new Set(grouped.whole.get(key));
  const order = sortGraph(ordered.before).order.filter((member) => inside.has(member));
  const outside = order.flatMap((member) => [...ordered.before.get(member)!]).filter((first) => !inside.has(first));
  const members = order.map((member) => resourceStep(member, planning));
  return makeStep(groups.get(key)!, { after: idsIn(new Set(outside), ordered), blockers: [], members }, planning);
}

/** A group that does not go as one: it comes last, and stays when anything in it does. */
function emptiedGroup(key: string, planning: Planning): CleanupStep {
  const { ordered, groups, blocked, context } = planning;
  const group = groups.get(key)!;
  const inside = [...ordered.resources].filter(([member]) => resourceKey(groupIdOf(member) ?? "") === key);
  const kept = inside.find(([member]) => blocked.has(member));
  const own = findBlockers(group, context);
  const blockers = kept === undefined || own.length > 0 ? own : [waitsFor(kept[1].id)];
  return makeStep(group, { after: inside.map(([, { id }]) => id), blockers, members: [] }, planning);
}

function idsIn(keys: Iterable<string>, { resources }: OrderedResources): string[] {
  return [...keys].map((key) => resources.get(key)!.id);
}
