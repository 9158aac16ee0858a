import { isComputeBilled, type PowerState } from "@azlin/core";

/** What a person asks of a VM's power. */
export type PowerAction = "start" | "stop" | "deallocate" | "restart";

/** What will be done, and why; `none` when the VM is already as it should be. */
export interface PowerPlan {
  readonly action: PowerAction | "none";
  readonly target: string;
  readonly from: PowerState;
  readonly reason: string;
  /** What it means for the bill; null when nothing changes or nobody knows. */
  readonly billing: string | null;
}

/** Decides what a power action has to do from the state a VM is in. Pure. */
export function planPower(facts: {
  readonly vmId: string;
  readonly wanted: PowerAction;
  readonly powerState: PowerState;
}): PowerPlan {
  const { vmId: target, wanted, powerState: from } = facts;
  const reason = alreadyThere(wanted, from);
  if (reason !== undefined) return { action: "none", target, from, reason, billing: stillBilled(wanted, from) };
  return { action: wanted, target, from, reason: `The VM is ${from}.`, billing: billingOf(wanted) };
}

function alreadyThere(wanted: PowerAction, from: PowerState): string | undefined {
  if (wanted === "start" && from === "running") return "VM already running";
  if (wanted === "deallocate" && from === "deallocated") return "VM already deallocated";
  if (wanted === "stop" && (from === "stopped" || from === "deallocated")) return `VM already ${from}`;
  return undefined;
}

function billingOf(wanted: PowerAction): string | null {
  switch (wanted) {
    case "deallocate":
      return "Compute is no longer billed; disks and static public IPs still are.";
    case "stop":
      return "A stopped VM is billed like a running one. Deallocate it to stop paying for compute.";
    case "start":
      return "Compute is billed from now on.";
    case "restart":
      return null;
  }
}

function stillBilled(wanted: PowerAction, from: PowerState): string | null {
  return wanted === "stop" && isComputeBilled(from) === true ? billingOf("stop") : null;
}
