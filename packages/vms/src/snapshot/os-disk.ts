import { resourceNameOf, UnsupportedError, type AbortOptions } from "@azlin/core";
import type { VirtualMachine } from "@azure/arm-compute";
import { readResource } from "../generic-resources.ts";
import type { VmAzure } from "../vm-azure.ts";

/** The disk that a VM starts from. */
export interface OsDiskFacts {
  readonly id: string;
  readonly name: string;
  /** `null` when Azure did not say. */
  readonly sizeGb: number | null;
  readonly storageType: string | null;
  readonly caching: string | null;
  /** `x64` or `Arm64`; null when the disk does not say. */
  readonly architecture: string | null;
}

type OsDisk = NonNullable<VirtualMachine["storageProfile"]>["osDisk"];

interface DiskProperties {
  readonly diskSizeGB?: number;
  readonly supportedCapabilities?: { readonly architecture?: string };
}

/**
 * Reads the disk that a VM starts from.
 *
 * @throws UnsupportedError (`NO_MANAGED_DISK`) for a VM that starts from a blob or an ephemeral disk.
 */
export async function readOsDisk(azure: VmAzure, vm: VirtualMachine, options: AbortOptions): Promise<OsDiskFacts> {
  const osDisk = vm.storageProfile?.osDisk;
  const id = osDisk?.managedDisk?.id;
  const disk = id === undefined ? undefined : await readResource<DiskProperties>(azure, id, options);
  if (id === undefined || disk === undefined) throw noManagedDisk(vm);
  return { id, name: resourceNameOf(id), ...asAttached(osDisk), ...asResource(disk) };
}

function asAttached(osDisk: OsDisk): Pick<OsDiskFacts, "storageType" | "caching"> {
  return { storageType: osDisk?.managedDisk?.storageAccountType ?? null, caching: osDisk?.caching ?? null };
}

function asResource(disk: DiskProperties): Pick<OsDiskFacts, "sizeGb" | "architecture"> {
  return { sizeGb: disk.diskSizeGB ?? null, architecture: disk.supportedCapabilities?.architecture ?? null };
}

function noManagedDisk({ name = "" }: VirtualMachine): UnsupportedError {
  return new UnsupportedError("NO_MANAGED_DISK", `VM '${name}' has no managed disk to take a snapshot of.`, {
    hint: "VMs with ephemeral disks or disks in storage accounts cannot be copied.",
  });
}
