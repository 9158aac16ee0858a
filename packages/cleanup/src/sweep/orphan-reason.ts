import type { ResourceDocument } from "../azure/resource-document.ts";

/** A type that may be left over: members that show that something uses it, and what is said when none does. */
interface OrphanRule {
  readonly uses: readonly string[];
  readonly reason: string;
}

const RULES: Readonly<Record<string, OrphanRule>> = {
  "microsoft.network/networkinterfaces": {
    uses: ["virtualMachine", "privateEndpoint", "privateLinkService", "virtualMachineScaleSet"],
    reason: "No VM and no private endpoint uses it.",
  },
  "microsoft.network/publicipaddresses": {
    uses: ["ipConfiguration", "natGateway", "loadBalancer", "linkedPublicIPAddress", "servicePublicIPAddress"],
    reason: "No interface, gateway or load balancer uses it.",
  },
  "microsoft.network/networksecuritygroups": {
    uses: ["networkInterfaces", "subnets"],
    reason: "No interface and no subnet uses it.",
  },
  "microsoft.compute/disks": {
    uses: ["managedByExtended", "shareInfo"],
    reason: "It is attached to no VM.",
  },
};

/** Types that {@link orphanReason} knows, in lower case. */
export const ORPHAN_TYPES: readonly string[] = Object.keys(RULES);

/** Why a resource counts as left over by what it shows itself; `undefined` when something uses it or may. Pure. */
export function orphanReason({ type, managedBy, properties }: ResourceDocument): string | undefined {
  const rule = RULES[type.toLowerCase()];
  if (rule === undefined || properties["provisioningState"] !== "Succeeded" || managedBy !== null) return undefined;
  if (rule.uses.some((member) => isPresent(properties[member]))) return undefined;
  const diskState = properties["diskState"];
  if (type.toLowerCase() === "microsoft.compute/disks" && diskState !== "Unattached") return undefined;
  return rule.reason;
}

function isPresent(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== null && value !== "";
}
