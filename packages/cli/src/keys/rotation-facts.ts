import { isAzlinError, NotFoundError } from "@azlin/core";
import type { SshTarget } from "@azlin/ssh";
import { isManaged } from "@azlin/tags";
import {
  listKeys,
  listVms,
  pickVm,
  readJournal,
  type FleetVm,
  type RotationFacts,
  type RotationVm,
  type VmAzure,
} from "@azlin/vms";
import type { Context } from "../context.ts";
import type { Remote } from "../remote/open-remote.ts";
import { backedUpPublicKeys } from "./key-backups.ts";
import { ownPublicKey } from "./own-public-key.ts";

/** Which VMs are to get the new key, as far as the command line says. */
export interface RotationWishes {
  /** Names, sessions or ids. */
  readonly vms: readonly string[];
  /** Only VMs whose names begin with it. */
  readonly prefix: string | undefined;
  /** Also VMs that azlin does not manage. */
  readonly isUnmanagedToo: boolean;
}

/** All VMs of all resource groups, whatever is narrowed: any of them may let the key in. */
export async function wholeFleet(azure: VmAzure, context: Context): Promise<FleetVm[]> {
  const { signal } = context;
  const options = { includeUnmanaged: true, signal, onWarning: (text: string) => context.warn(text) };
  return context.progress("Listing VMs", async () => {
    const vms: FleetVm[] = [];
    for await (const vm of listVms(azure, options)) vms.push(vm);
    return vms;
  });
}

/** What of the VMs that may let the key in is out of sight; nothing when all are in sight. */
export async function outOfSight(context: Context): Promise<string[]> {
  const { cloud, subscriptionIds } = await context.settings();
  const keeps = "VMs elsewhere go on letting in the old key only";
  if (cloud === "local") return [`Only the VMs of the local cloud are looked at: ${keeps}.`];
  if (subscriptionIds.length === 0) return [];
  return [`Only the VMs of these subscriptions are looked at: ${subscriptionIds.join(", ")}. ${keeps}.`];
}

/**
 * What a rotation decides from: every VM that azlin manages, and every other one that was created with this key or
 * with one that it has replaced.
 *
 * @throws NotFoundError (`NO_VM_WITH_KEY`): a key that no VM is known to let in is not replaced.
 */
export async function rotationFacts(
  azure: VmAzure,
  {
    wishes,
    fleet,
    remote,
  }: { readonly wishes: RotationWishes; readonly fleet: readonly FleetVm[]; readonly remote: Remote },
  context: Context,
): Promise<RotationFacts> {
  const { keyPath } = remote;
  const journal = await readJournal(keyPath);
  const ours = [await ownPublicKey(keyPath), journal?.oldPublicKey ?? "", ...(await backedUpPublicKeys(context.home))];
  const createdWithIt = await createdWith(azure, new Set(ours.map(bareKey)), context);
  const concerned = fleet.filter((vm) => isManaged(vm.tags) || createdWithIt.has(vm.id.toLowerCase()));
  if (concerned.length === 0) throw noVm(keyPath);
  const chosen = new Set(choose(concerned, fleet, { wishes, context }).map(({ id }) => id));
  return { keyPath, vms: concerned.map((vm) => rotationVm(vm, remote)), chosen, journal };
}

function choose(
  concerned: readonly FleetVm[],
  fleet: readonly FleetVm[],
  { wishes, context: { resourceGroup } }: { readonly wishes: RotationWishes; readonly context: Context },
): readonly FleetVm[] {
  const { vms, prefix, isUnmanagedToo } = wishes;
  if (vms.length > 0) return vms.map((text) => pickVm(fleet, text, { resourceGroup }));
  return concerned
    .filter(({ tags }) => isUnmanagedToo || isManaged(tags))
    .filter((vm) => resourceGroup === undefined || vm.resourceGroup.toLowerCase() === resourceGroup.toLowerCase())
    .filter(({ name }) => prefix === undefined || name.startsWith(prefix));
}

/** Ids, in lower case, of the VMs that Azure created with one of the keys. */
async function createdWith(azure: VmAzure, keys: ReadonlySet<string>, { signal }: Context): Promise<Set<string>> {
  const ids = new Set<string>();
  for await (const { vmId, publicKeys } of listKeys(azure, { includeUnmanaged: true, signal })) {
    if (publicKeys.some((key) => keys.has(bareKey(key)))) ids.add(vmId.toLowerCase());
  }
  return ids;
}

/** A public key without its comment, which tells nothing. */
function bareKey(line: string): string {
  return line.trim().split(/\s+/).slice(0, 2).join(" ");
}

function rotationVm(vm: FleetVm, remote: Remote): RotationVm {
  const { id, name, location, powerState } = vm;
  return { id, name, location, powerState, target: targetOf(vm, remote) };
}

function targetOf(vm: FleetVm, remote: Remote): SshTarget | null {
  try {
    return remote.target(vm);
  } catch (error) {
    if (isAzlinError(error, "VM_HAS_NO_ADDRESS") || isAzlinError(error, "LOCAL_GUEST_MISSING")) return null;
    throw error;
  }
}

function noVm(keyPath: string): NotFoundError {
  return new NotFoundError("NO_VM_WITH_KEY", `No VM was found that lets ${keyPath} in. Nothing was changed.`, {
    hint: "Is this the right cloud and subscription? 'azlin list' shows the VMs in sight.",
    details: { keyPath },
  });
}
