import { parseResourceId } from "@azlin/core";
import type { VmSnapshot } from "@azlin/vms";
import { monthlyCost } from "../render/monthly-cost.ts";

/** What a person should know of a snapshot before it goes. */
export function snapshotFacts(snapshot: VmSnapshot): string {
  const { id, name, resourceGroup, vmId, sizeGb, created, kind, monthlyCostUsd } = snapshot;
  return [
    "Snapshot Details:",
    `  Subscription:    ${parseResourceId(id).subscriptionId}`,
    `  Resource group:  ${resourceGroup}`,
    `  Snapshot:        ${name} (${kind})`,
    `  VM:              ${vmId ?? "unknown"}`,
    `  Size:            ${sizeGb === null ? "unknown" : `${sizeGb} GB`}`,
    `  Created:         ${created?.toISOString() ?? "unknown"}`,
    `  Cost a month:    ${monthlyCost(monthlyCostUsd)} at most`,
    "This action cannot be undone.",
  ].join("\n");
}
