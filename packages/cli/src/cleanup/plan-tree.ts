import { resourceNameOf, tryParseResourceId } from "@azlin/core";
import { countTargets, type CleanupPlan, type CleanupStep } from "@azlin/cleanup";
import { monthlyCost, monthlyCostInWords } from "../render/monthly-cost.ts";

/** A plan as a tree: groups with what is in them, single resources below their group; what stays, with what keeps it. */
export function planTree(plan: CleanupPlan): string {
  const byGroup = new Map<string, CleanupStep[]>();
  for (const step of plan.steps) {
    const group = groupOf(step.target);
    byGroup.set(group, [...(byGroup.get(group) ?? []), step]);
  }
  const lines = [...byGroup].flatMap(([group, steps]) => [group, ...branches(steps)]);
  return [...lines, "", ...plan.notes, totalOf(plan)].join("\n");
}

/** What a plan comes to, in one line. */
export function totalOf(plan: CleanupPlan): string {
  const { monthlyCostUsd: knownUsd, unpriced } = plan;
  const kept = plan.steps.filter(({ blockers }) => blockers.length > 0).length;
  const stays = kept === 0 ? "" : ` ${kept} ${kept === 1 ? "stays" : "stay"}.`;
  return `${countTargets(plan)} resources to delete, which frees ${monthlyCostInWords({ knownUsd, unpriced })}.${stays}`;
}

/** @param told - the reason that was told last: it is not repeated for each of many. */
function branches(steps: readonly CleanupStep[], indent: string = "", told: string = ""): readonly string[] {
  return steps.flatMap((step, index) => {
    const isLast = index === steps.length - 1;
    const before = steps.slice(0, index).findLast(({ blockers }) => blockers.length === 0)?.reason ?? told;
    const line = `${indent}${isLast ? "└─ " : "├─ "}${inWords(step, before)}`;
    return [line, ...branches(step.members, `${indent}${isLast ? "   " : "│  "}`, step.reason)];
  });
}

function inWords(step: CleanupStep, told: string): string {
  const [blocker] = step.blockers;
  const name = `${resourceNameOf(step.target)} (${kindOf(step)})`;
  if (blocker !== undefined) return `stays: ${name}: ${blocker.message}`;
  const reason = step.reason === told ? "" : `: ${step.reason}`;
  return `${step.action}: ${name}${reason}${factsOf(step)}`;
}

function kindOf({ kind, type }: CleanupStep): string {
  return kind === "group" ? "resource group" : type.split("/").slice(1).join("/");
}

function factsOf({ monthlyCostUsd, isIrreversible }: CleanupStep): string {
  const facts = monthlyCostUsd === null || monthlyCostUsd === 0 ? [] : [`${monthlyCost(monthlyCostUsd)} a month`];
  if (isIrreversible) facts.push("its data goes for good");
  return facts.length === 0 ? "" : ` [${facts.join(", ")}]`;
}

function groupOf(target: string): string {
  const { subscriptionId, resourceGroup } = tryParseResourceId(target) ?? {};
  if (resourceGroup === undefined) return `subscription ${subscriptionId ?? "?"}`;
  return `${resourceGroup} (subscription ${subscriptionId})`;
}
