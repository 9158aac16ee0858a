import type { FleetVm, VmAzure } from "@azlin/vms";
import { listFleet } from "../azure/list-fleet.ts";
import type { Context } from "../context.ts";
import type { RemoteWishes } from "./open-remote.ts";

/** Where a jump host is looked for, if there is to be one: in all groups, whoever manages it. */
export async function jumpHosts(azure: VmAzure, { jump }: RemoteWishes, context: Context): Promise<FleetVm[]> {
  const { sshJumpHost } = await context.settings();
  if (jump === undefined && sshJumpHost === undefined) return [];
  return listFleet(azure, { ...context, resourceGroup: undefined }, { includeUnmanaged: true });
}
