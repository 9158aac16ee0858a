import { isGroup, type ResourceDocument } from "../azure/resource-document.ts";
import type { OwnedResource } from "../facts/cleanup-facts.ts";
import type { Blocker, CleanupStep } from "./cleanup-plan.ts";
import { identityOf } from "./identity-of.ts";

/** What steps are made with. */
export interface StepContext {
  readonly apiVersions: Readonly<Record<string, string>>;
  /** US dollars a month; `null` when nobody knows. */
  readonly priceOf: (resource: ResourceDocument) => number | null;
}

/** What a plan decides about one step. */
export interface StepParts {
  readonly after: readonly string[];
  readonly blockers: readonly Blocker[];
  readonly members: readonly CleanupStep[];
}

/** Types whose data is gone with them: neither a bin nor a new deployment brings it back. */
const HOLDS_DATA =
  /^microsoft\.(?:compute\/(?:disks|snapshots|images|galleries.*)|storage\/.*|sql\/.*|documentdb\/.*|dbfor\w+\/.*|cache\/.*|recoveryservices\/.*|netapp\/.*|elasticsan\/.*|search\/.*|kusto\/.*)$/;

/** Makes the step that takes a resource or a group away. */
export function makeStep(resource: OwnedResource, parts: StepParts, context: StepContext): CleanupStep {
  const { id, type, reason, marks, createdAt, action = "delete" } = resource;
  const { after, blockers, members } = parts;
  return {
    action,
    kind: isGroup(resource) ? "group" : "resource",
    target: id,
    type,
    reason,
    apiVersion: context.apiVersions[type.toLowerCase()] ?? null,
    marks,
    identity: identityOf(resource),
    createdAt,
    after: after.toSorted(),
    members,
    blockers,
    monthlyCostUsd: costOf(resource, members, context),
    isIrreversible: action === "purge" || HOLDS_DATA.test(type.toLowerCase()) || members.some(isIrreversible),
  };
}

function costOf(resource: OwnedResource, members: readonly CleanupStep[], { priceOf }: StepContext): number | null {
  if (resource.action === "purge") return 0;
  const costs = members.length === 0 ? [priceOf(resource)] : members.map(({ monthlyCostUsd }) => monthlyCostUsd);
  // A sum of which a part is not known is not known.
  if (costs.includes(null)) return null;
  return Math.round(costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0) * 100) / 100;
}

function isIrreversible(step: CleanupStep): boolean {
  return step.isIrreversible;
}
