import { invalidTemplate } from "./evaluate-template.ts";
import type { PlannedResource } from "./planned-resource.ts";

/**
 * Resources with everything they need before them; else in the order of the template.
 *
 * @throws ArmError (`InvalidTemplate`) when they need each other in a circle.
 */
export function orderResources(resources: readonly PlannedResource[]): PlannedResource[] {
  const ordered: PlannedResource[] = [];
  const placed = new Set<string>();
  let left = [...resources];
  while (left.length > 0) {
    const ready = left.filter(({ dependsOn }) => dependsOn.every((key) => placed.has(key)));
    if (ready.length === 0) {
      const circle = left.map(({ name }) => name).join(", ");
      throw invalidTemplate(`Circular dependency detected on resource: '${circle}'`);
    }
    for (const resource of ready) {
      placed.add(resource.key);
      ordered.push(resource);
    }
    left = left.filter(({ key }) => !placed.has(key));
  }
  return ordered;
}
