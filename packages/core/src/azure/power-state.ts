/** Power states of a VM as azlin tells them. `unknown` means: not read, or Azure did not say. */
export const POWER_STATES = [
  "running",
  "starting",
  "stopping",
  "stopped",
  "deallocating",
  "deallocated",
  "unknown",
] as const;

/** See {@link POWER_STATES}. A `stopped` VM is billed, a `deallocated` one is not. */
export type PowerState = (typeof POWER_STATES)[number];

/** The part of an instance view's status that {@link powerStateOf} reads. */
export interface InstanceViewStatus {
  readonly code?: string | undefined;
}

/** Power state told by the statuses of an instance view (`PowerState/running`, …). */
export function powerStateOf(statuses: readonly InstanceViewStatus[] | undefined): PowerState {
  const code = statuses?.find((status) => status.code?.toLowerCase().startsWith("powerstate/"))?.code;
  const state = code?.slice("PowerState/".length).toLowerCase();
  return POWER_STATES.find((known) => known === state) ?? "unknown";
}

/** Whether compute is billed in this state; `undefined` when the state is unknown. */
export function isComputeBilled(state: PowerState): boolean | undefined {
  if (state === "unknown") return undefined;
  return state !== "deallocated" && state !== "deallocating";
}
