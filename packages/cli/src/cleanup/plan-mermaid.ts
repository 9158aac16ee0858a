import { resourceKey, resourceNameOf } from "@azlin/core";
import { targetsOf, type CleanupPlan, type CleanupStep } from "@azlin/cleanup";

/** A plan as a Mermaid graph: an arrow leads from what goes first to what waits for it; what stays has a thick border. */
export function planMermaid({ steps }: CleanupPlan): string {
  const numbers = new Map<string, number>();
  steps.forEach((step, index) => {
    for (const target of [step.target, ...targetsOf(step)]) numbers.set(resourceKey(target), index);
  });
  const nodes = steps.map((step, index) => `  n${index}${shape(step)}`);
  const edges = steps.flatMap(({ after }, index) => {
    const before = new Set(after.map((target) => numbers.get(resourceKey(target))));
    return [...before].filter((from) => from !== undefined && from !== index).map((from) => `  n${from} --> n${index}`);
  });
  const kept = steps.flatMap(({ blockers }, index) => (blockers.length > 0 ? [`n${index}`] : []));
  return [
    "graph TD",
    ...nodes,
    ...edges,
    ...(kept.length === 0 ? [] : ["  classDef kept stroke-width:4px", `  class ${kept.join(",")} kept`]),
  ].join("\n");
}

function shape({ target, kind, type }: CleanupStep): string {
  const label = `${resourceNameOf(target)}<br/>${type}`.replaceAll('"', "'");
  return kind === "group" ? `[["${label}"]]` : `["${label}"]`;
}
