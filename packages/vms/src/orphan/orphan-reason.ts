import { resourceKey } from "@azlin/core";
import { isManaged, readTag, type Tags } from "@azlin/tags";
import { KEPT_OF_TAG, SNAPSHOT_KIND_TAG, SNAPSHOT_VM_TAG } from "../snapshot/snapshot-tags.ts";
import type { OrphanKind } from "./orphan-kinds.ts";

/** A resource as its own provider shows it, and what is known beside. */
export interface OrphanFacts {
  readonly kind: OrphanKind;
  readonly tags: Tags;
  /** Id of the VM that owns it; disks only. */
  readonly managedBy: string | undefined;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Whether the VM that a snapshot names is there; `undefined` when nobody knows. */
  readonly isVmThere?: boolean | undefined;
  /** Ids of interfaces that are left over themselves: their use of an address or a security group does not count. */
  readonly freed?: readonly string[] | undefined;
}

/** What keeps a resource in use: with any of these it is not free. */
const USES: Readonly<Record<Exclude<OrphanKind, "snapshot">, readonly string[]>> = {
  networkInterface: ["virtualMachine", "privateEndpoint", "privateLinkService"],
  publicIp: ["ipConfiguration", "natGateway", "loadBalancer", "linkedPublicIPAddress", "servicePublicIPAddress"],
  networkSecurityGroup: ["networkInterfaces", "subnets"],
  disk: ["managedByExtended", "shareInfo"],
};

/**
 * Why a resource of ours counts as left over; `undefined` when it is not, or when something that would tell is
 * missing. Pure.
 */
export function orphanReason(facts: OrphanFacts): string | undefined {
  const { kind, tags, properties, freed = [] } = facts;
  if (!isManaged(tags) || properties["provisioningState"] !== "Succeeded") return undefined;
  if (kind === "snapshot") return snapshotReason(facts);
  if (USES[kind].some((member) => isUse(properties[member], freed))) return undefined;
  if (kind === "disk") return diskReason(facts);
  return {
    networkInterface: "No VM and no private endpoint uses it.",
    publicIp: "No interface, gateway or load balancer uses it.",
    networkSecurityGroup: "No interface and no subnet uses it.",
  }[kind];
}

function diskReason({ managedBy, properties, tags }: OrphanFacts): string | undefined {
  if (isPresent(managedBy) || properties["diskState"] !== "Unattached") return undefined;
  return readTag(tags, KEPT_OF_TAG) === undefined
    ? "It is attached to no VM."
    : "It was kept when its VM went back to a snapshot.";
}

function snapshotReason({ tags, isVmThere }: OrphanFacts): string | undefined {
  if (readTag(tags, SNAPSHOT_KIND_TAG) === "clone") return "It was made for clones and should be gone.";
  const hasVm = readTag(tags, SNAPSHOT_VM_TAG) !== undefined;
  return hasVm && isVmThere === false ? "Its VM is gone." : undefined;
}

function isUse(value: unknown, freed: readonly string[]): boolean {
  if (Array.isArray(value)) return value.some((one) => isUse(one, freed));
  if (!isPresent(value)) return false;
  const { id: userId } = value as { readonly id?: unknown };
  const user = resourceKey(typeof userId === "string" ? userId : "");
  return !freed.some((id) => user === resourceKey(id) || user.startsWith(`${resourceKey(id)}/`));
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}
