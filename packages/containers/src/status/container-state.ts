/** What a container is at, whichever kind it is of. `unknown` is whatever Azure says that is not one of the others. */
export type ContainerState = "provisioning" | "running" | "succeeded" | "failed" | "stopped" | "deleting" | "unknown";

/** What Azure says of a container. */
export interface RawStatus {
  readonly provisioningState: string | undefined;
  /** Of an app: its running status. Of a job: the status of its last execution. */
  readonly runningStatus: string | undefined;
}

const PROVISIONING: ReadonlyMap<string, ContainerState> = new Map([
  ["inprogress", "provisioning"],
  ["failed", "failed"],
  ["canceled", "failed"],
  ["deleting", "deleting"],
]);
const APP: ReadonlyMap<string, ContainerState> = new Map([
  ["running", "running"],
  ["ready", "running"],
  ["progressing", "provisioning"],
  ["stopped", "stopped"],
  ["suspended", "stopped"],
]);
/** `Degraded` is said of executions that may still end well, or not. */
const EXECUTION: ReadonlyMap<string, ContainerState> = new Map([
  ["running", "running"],
  ["processing", "running"],
  ["succeeded", "succeeded"],
  ["failed", "failed"],
  ["stopped", "stopped"],
]);

/**
 * The state that Azure's words mean; total. A job that was never started is `stopped`. What is said of provisioning comes
 * first, as long as it has not succeeded.
 */
export function containerState(kind: "job" | "app", { provisioningState, runningStatus }: RawStatus): ContainerState {
  const provisioning = provisioningState?.toLowerCase() ?? "";
  if (provisioning !== "succeeded") return PROVISIONING.get(provisioning) ?? "unknown";
  if (runningStatus === undefined) return kind === "job" ? "stopped" : "unknown";
  return (kind === "job" ? EXECUTION : APP).get(runningStatus.toLowerCase()) ?? "unknown";
}

/** Whether a state is one that nothing but an action changes. */
export function isEnded(state: ContainerState): boolean {
  return state === "succeeded" || state === "failed" || state === "stopped";
}
