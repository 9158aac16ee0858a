import type { CloudConfig } from "./cloud-config.ts";

/** Lays a person's cloud-config over ours: lists are appended, ours first; maps are merged; of other values theirs win. */
export function mergeCloudConfig(ours: CloudConfig, theirs: CloudConfig): CloudConfig {
  const merged: Record<string, unknown> = { ...ours };
  for (const [key, value] of Object.entries(theirs)) {
    merged[key] = Object.hasOwn(ours, key) ? mergeValue(ours[key], value) : value;
  }
  return merged;
}

function mergeValue(ours: unknown, theirs: unknown): unknown {
  if (Array.isArray(ours) && Array.isArray(theirs)) return [...(ours as unknown[]), ...(theirs as unknown[])];
  return isMap(ours) && isMap(theirs) ? mergeCloudConfig(ours, theirs) : theirs;
}

/** Whether a value is a map of a cloud-config. */
export function isMap(value: unknown): value is CloudConfig {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
