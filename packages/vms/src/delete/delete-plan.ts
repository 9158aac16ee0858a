import { sameResource } from "@azlin/core";

/** What a VM consists of, as {@link gatherDeleteFacts} reads it. */
export interface DeleteFacts {
  readonly vm: VmParts;
}

/** A VM and what hangs on it. */
export interface VmParts {
  readonly id: string;
  readonly name: string;
  readonly disks: readonly Part[];
  readonly interfaces: readonly InterfacePart[];
}

/** A resource that belongs to a VM. */
export interface Part {
  readonly id: string;
  /** Azure deletes it together with the VM. */
  readonly cascades: boolean;
}

/** A network interface with what belongs to it. */
export interface InterfacePart extends Part {
  readonly publicIps: readonly Part[];
  /** Security group of the interface, and whether anything else uses it. */
  readonly securityGroup: { readonly id: string; readonly isShared: boolean } | undefined;
}

/** One deletion. */
export interface DeleteStep {
  readonly action: "delete";
  readonly target: string;
  readonly kind: "vm" | "networkInterface" | "publicIp" | "disk" | "networkSecurityGroup";
  /** `cascade`: Azure does it with the VM, it is only checked; `own`: a request of ours, once the VM is gone. */
  readonly how: "request" | "cascade" | "own";
  readonly reason: string;
}

/** The plan of deleting a VM: everything that goes, in order, and what stays. */
export interface DeletePlan {
  readonly vmId: string;
  readonly steps: readonly DeleteStep[];
  readonly kept: readonly { readonly id: string; readonly reason: string }[];
}

/** Decides what goes with a VM: its interfaces, their public IPs, its disks, security groups of nobody else. Pure. */
export function planDelete({ vm }: DeleteFacts): DeletePlan {
  const interfaces = vm.interfaces.map((nic) => step("networkInterface", nic, "It is attached to the VM."));
  const addresses = vm.interfaces.flatMap((nic) =>
    nic.publicIps.map((ip) =>
      step("publicIp", { ...ip, cascades: ip.cascades && nic.cascades }, "It is the VM's address."),
    ),
  );
  const disks = vm.disks.map((disk) => step("disk", disk, "It is attached to the VM."));
  const groups = uniqueGroups(vm.interfaces);
  const own = groups.filter((group) => !group.isShared);
  return {
    vmId: vm.id,
    steps: [
      { action: "delete", target: vm.id, kind: "vm", how: "request", reason: "It was asked for." },
      ...interfaces,
      ...addresses,
      ...disks,
      ...own.map(({ id }) => step("networkSecurityGroup", { id, cascades: false }, "Nothing but the VM uses it.")),
    ],
    kept: groups
      .filter((group) => group.isShared)
      .map(({ id }) => ({ id, reason: "Other resources use this network security group." })),
  };
}

function step(kind: DeleteStep["kind"], part: Part, reason: string): DeleteStep {
  return { action: "delete", target: part.id, kind, how: part.cascades ? "cascade" : "own", reason };
}

function uniqueGroups(interfaces: readonly InterfacePart[]): { id: string; isShared: boolean }[] {
  const groups = interfaces.flatMap(({ securityGroup }) => (securityGroup === undefined ? [] : [securityGroup]));
  return groups.filter((group, index) => groups.findIndex((other) => sameResource(other.id, group.id)) === index);
}
