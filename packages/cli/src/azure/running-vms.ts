import type { FleetVm, VmAzure } from "@azlin/vms";
import type { Context } from "../context.ts";
import { listFleet } from "./list-fleet.ts";

/** A fleet, and those of it that a command can be run on. */
export interface RunningVms {
  readonly fleet: readonly FleetVm[];
  readonly running: readonly FleetVm[];
}

/**
 * The managed VMs in scope that run; a note names those that do not.
 *
 * @param isMatch - which of them are meant. Default: all.
 */
export async function runningVms(
  azure: VmAzure,
  context: Context,
  isMatch: (vm: FleetVm) => boolean = () => true,
): Promise<RunningVms> {
  const fleet = await listFleet(azure, context);
  const meant = fleet.filter(isMatch);
  const running = meant.filter(({ powerState }) => powerState === "running");
  const others = meant.filter(({ powerState }) => powerState !== "running");
  if (others.length > 0) {
    context.note(`Left out: ${others.map(({ name, powerState }) => `${name} (${powerState})`).join(", ")}.`);
  }
  return { fleet, running };
}
