import type { FleetVm, VmAzure } from "@azlin/vms";
import { listFleet } from "../azure/list-fleet.ts";
import type { Context } from "../context.ts";
import type { Report } from "../render/report.ts";

/** The managed VMs in scope that were selected; a note says how many of how many. */
export async function listMatches(
  azure: VmAzure,
  isMatch: (vm: FleetVm) => boolean,
  context: Context,
): Promise<FleetVm[]> {
  const fleet = await listFleet(azure, context);
  const vms = fleet.filter(isMatch);
  context.note(`${vms.length} of ${fleet.length} VMs selected.`);
  return vms;
}

/** What is told when no VM was selected: it is no failure. */
export function noMatches(text: string = "No VMs match."): Report {
  return { json: { results: [], summary: { total: 0, succeeded: 0, failed: 0 } }, text };
}
