import { ValidationError, type AbortOptions } from "@azlin/core";
import { readTag, type Tags } from "@azlin/tags";
import type { VmAzure } from "../vm-azure.ts";

/** How often snapshots of a VM are taken, and how many stay. */
export interface SnapshotSchedule {
  /** 1 to 8760. */
  readonly everyHours: number;
  /** 1 to 100. */
  readonly keep: number;
}

/** Tag of a VM that holds its schedule. */
const SCHEDULE_TAG = "azlin-snapshot-schedule";

/** Where earlier versions kept it, as JSON. */
const OLD_SCHEDULE_TAG = "azlin:snapshot-schedule";

/**
 * The schedule in a VM's tags; `undefined` when it has none, or a disabled one.
 *
 * @throws ValidationError (`INVALID_SCHEDULE`) for a tag that cannot be understood.
 */
export function readSnapshotSchedule(tags: Tags): SnapshotSchedule | undefined {
  const text = readTag(tags, SCHEDULE_TAG);
  if (text !== undefined) return parseSchedule(text);
  const old = readTag(tags, OLD_SCHEDULE_TAG);
  return old === undefined ? undefined : parseOldSchedule(old);
}

/** A schedule as its tag holds it: `every=24h,keep=2`. */
export function formatSchedule(schedule: SnapshotSchedule): string {
  const { everyHours, keep } = checkSchedule(schedule);
  return `every=${everyHours}h,keep=${keep}`;
}

/**
 * Gives a VM a schedule; all of its other tags stay.
 *
 * @throws ValidationError (`INVALID_SCHEDULE`).
 */
export async function enableSnapshotSchedule(
  azure: VmAzure,
  vmId: string,
  { signal, ...schedule }: SnapshotSchedule & AbortOptions,
): Promise<void> {
  const tags = await azure.tagsApi.merge(vmId, { [SCHEDULE_TAG]: formatSchedule(schedule) }, { signal });
  // The old tag would speak again once the new one is gone.
  await removeTag(azure, vmId, { key: OLD_SCHEDULE_TAG, tags, signal });
}

/** Takes the schedule of a VM away. Its snapshots stay. */
export async function disableSnapshotSchedule(azure: VmAzure, vmId: string, options: AbortOptions = {}): Promise<void> {
  const tags = (await azure.tagsApi.read(vmId, options)) ?? {};
  for (const key of [SCHEDULE_TAG, OLD_SCHEDULE_TAG]) await removeTag(azure, vmId, { key, tags, ...options });
}

async function removeTag(
  { tagsApi }: VmAzure,
  vmId: string,
  { key, tags, signal }: AbortOptions & { readonly key: string; readonly tags: Tags },
): Promise<void> {
  const value = readTag(tags, key);
  if (value !== undefined) await tagsApi.remove(vmId, { [key]: value }, { signal });
}

function parseSchedule(text: string): SnapshotSchedule {
  const [, everyHours, keep] = /^every=(\d+)h,keep=(\d+)$/.exec(text) ?? [];
  if (everyHours === undefined) throw invalid(text);
  return checkSchedule({ everyHours: Number(everyHours), keep: Number(keep) });
}

function parseOldSchedule(json: string): SnapshotSchedule | undefined {
  let old: { enabled?: unknown; interval_hours?: unknown; keep_count?: unknown } | null;
  try {
    old = JSON.parse(json) as typeof old;
  } catch {
    throw invalid(json);
  }
  if (old?.enabled === false) return undefined;
  return checkSchedule({ everyHours: Number(old?.interval_hours), keep: Number(old?.keep_count ?? 2) });
}

function checkSchedule(schedule: SnapshotSchedule): SnapshotSchedule {
  const { everyHours, keep } = schedule;
  const isRight = isBetween(everyHours, 8760) && isBetween(keep, 100);
  if (!isRight) throw invalid(`every ${everyHours} hours, keep ${keep}`);
  return { everyHours, keep };
}

function isBetween(number: number, most: number): boolean {
  return Number.isInteger(number) && number >= 1 && number <= most;
}

function invalid(text: string): ValidationError {
  return new ValidationError("INVALID_SCHEDULE", `'${text}' is not a schedule of snapshots.`, {
    hint: "Give --every 1 to 8760 hours and --keep 1 to 100.",
  });
}
