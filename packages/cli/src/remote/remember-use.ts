import { mapConcurrent } from "@azlin/core";
import { isManaged, readTag, TAG_KEYS } from "@azlin/tags";
import type { FleetVm, VmAzure } from "@azlin/vms";
import type { Context } from "../context.ts";

/** Milliseconds for which a VM counts as in use without being written down again: `prune` counts in days. */
const FRESH_MS = 6 * 60 * 60 * 1_000;
const CONCURRENCY = 16;

/**
 * Writes down on managed VMs that they are in use, where that does not stand there already. Somebody who may not write
 * tags can use them all the same.
 */
export async function rememberUse(azure: VmAzure, vms: readonly FleetVm[], context: Context): Promise<void> {
  const { clock, logger, signal } = context;
  const now = clock.now();
  const stale = vms.filter(({ tags }) => isManaged(tags) && !(now - lastUse(tags) < FRESH_MS));
  const value = new Date(now).toISOString().replace(/\.\d+Z$/, "Z");
  await mapConcurrent(stale, { concurrency: CONCURRENCY }, async ({ id }) => {
    try {
      await azure.tagsApi.merge(id, { [TAG_KEYS.lastConnect]: value }, { signal });
    } catch (error) {
      logger.debug("The time of use was not written.", { vm: id, error: String(error) });
    }
  });
}

/** NaN where the tag is not there or is no time. */
function lastUse(tags: FleetVm["tags"]): number {
  return Date.parse(readTag(tags, TAG_KEYS.lastConnect) ?? "");
}
