import { join } from "node:path";
import { isAzlinError, isTomlTable, readTomlFile, type TomlValue } from "@azlin/core";
import type { FleetVm } from "@azlin/vms";
import type { Context } from "../context.ts";

/**
 * When this machine last connected to VMs, by VM id: what earlier versions kept in `connections.toml`, by VM name. Of
 * VMs with the same name all count as used. No file: none is known.
 *
 * @returns `undefined`, with a warning, for a file that cannot be read or understood.
 */
export async function readLastConnections(
  vms: readonly FleetVm[],
  context: Context,
): Promise<ReadonlyMap<string, Date> | undefined> {
  const path = join(context.home, "connections.toml");
  try {
    const entries = Object.entries((await readTomlFile(path)) ?? {});
    const times = new Map<string, Date>();
    for (const { id, name } of vms) {
      const entry = entries.find(([vm]) => vm.toLowerCase() === name.toLowerCase());
      if (entry !== undefined) times.set(id, timeOf(entry[1]));
    }
    return times;
  } catch (error) {
    if (!isAzlinError(error) && !(error instanceof RangeError)) throw error;
    context.warn(`${path} does not tell when VMs were used: ${error.message}`);
    return undefined;
  }
}

function timeOf(entry: TomlValue): Date {
  const value = isTomlTable(entry) ? entry["last_connected"] : undefined;
  const time = value instanceof Date ? value : new Date(typeof value === "string" ? value : Number.NaN);
  if (Number.isNaN(time.getTime())) throw new RangeError("'last_connected' is not a time.");
  return time;
}
