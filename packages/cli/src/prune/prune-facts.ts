import { isAzlinError } from "@azlin/core";
import { readConfiguredSessions } from "@azlin/tags";
import { isLocked, readLockedScopes, type FleetVm, type PruneFacts, type VmAzure } from "@azlin/vms";
import { listFleet } from "../azure/list-fleet.ts";
import type { Context } from "../context.ts";
import { readLastConnections } from "./last-connections.ts";

/** What pruning decides from, and the locks by which parts of VMs are protected as well. */
export interface LockedFacts extends PruneFacts {
  /** Ids of what locks are on. `undefined`: nobody knows. */
  readonly lockedScopes: readonly string[] | undefined;
}

/** Reads what pruning decides from, of Azure and of this machine. What cannot be read protects, with a warning. */
export async function readPruneFacts(azure: VmAzure, context: Context): Promise<LockedFacts> {
  const [vms, lockedScopes] = await Promise.all([listFleet(azure, context), lockedOrUnknown(azure, context)]);
  return {
    vms,
    lastConnected: await readLastConnections(vms, context),
    configuredSessions: await configuredSessions(vms, context),
    lockedScopes,
    locked: lockedScopes && new Set(vms.filter(({ id }) => isLocked(id, lockedScopes)).map(({ id }) => id)),
  };
}

async function lockedOrUnknown(azure: VmAzure, context: Context): Promise<string[] | undefined> {
  try {
    return await readLockedScopes(azure, context);
  } catch (error) {
    context.signal.throwIfAborted();
    if (!isAzlinError(error)) throw error;
    context.warn(`Whether locks protect VMs is not known, so all of them stay: ${error.message}`);
    return undefined;
  }
}

/** VMs that have a session by the configuration file, which names them without their resource groups. */
async function configuredSessions(vms: readonly FleetVm[], context: Context): Promise<ReadonlySet<string>> {
  const { path } = await context.configSource();
  const named = new Set((await readConfiguredSessions(path)).map(({ vm }) => vm.toLowerCase()));
  return new Set(vms.filter(({ name }) => named.has(name.toLowerCase())).map(({ id }) => id));
}
