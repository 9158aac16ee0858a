import type { PowerState } from "@azlin/core";
import type { SshTarget } from "@azlin/ssh";
import type { RotationJournal } from "./rotation-journal.ts";

/** A VM that lets the key in. */
export interface RotationVm {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly powerState: PowerState;
  /** Where its SSH server is; null when it has no address that can be reached. */
  readonly target: SshTarget | null;
}

/** What {@link planKeyRotation} decides from. */
export interface RotationFacts {
  readonly keyPath: string;
  /** Every VM that lets the key in, not only those that were chosen: the rest keeps the old key from going. */
  readonly vms: readonly RotationVm[];
  /** Ids of the VMs that were chosen. Default: all. */
  readonly chosen?: ReadonlySet<string>;
  /** Of a rotation that is not complete. */
  readonly journal: RotationJournal | undefined;
}

/** What happens to one VM. */
export interface RotationStep {
  readonly action: "rotate" | "pending" | "leave";
  readonly target: string;
  readonly vm: RotationVm;
  readonly reason: string;
}

/** The plan of a rotation. */
export interface RotationPlan {
  readonly keyPath: string;
  readonly resumes: RotationJournal["phase"] | null;
  readonly steps: readonly RotationStep[];
  /** Whether the new key can become the key in this run, if every VM lets it in. */
  readonly canComplete: boolean;
}

/** Decides for each VM whether it gets the new key now. Pure. */
export function planKeyRotation({ keyPath, vms, chosen, journal }: RotationFacts): RotationPlan {
  const steps = vms.map((vm) => stepFor(vm, chosen));
  return {
    keyPath,
    resumes: journal?.phase ?? null,
    steps,
    canComplete: steps.every(({ action }) => action === "rotate"),
  };
}

function stepFor(vm: RotationVm, chosen: ReadonlySet<string> | undefined): RotationStep {
  const step = (action: RotationStep["action"], reason: string): RotationStep => ({
    action,
    target: vm.id,
    vm,
    reason,
  });
  if (chosen !== undefined && !chosen.has(vm.id)) return step("leave", "It was not chosen: it keeps the old key.");
  if (vm.powerState !== "running") return step("pending", `It is ${vm.powerState}: start it, then run this again.`);
  if (vm.target === null) return step("pending", "It has no address at which the new key could be tried.");
  return step("rotate", "It lets the old key in.");
}
