import { rm } from "node:fs/promises";
import { createSshKeyPair } from "@azlin/ssh";
import { applyKeyRotation, readJournal, type RotationPlan, type RotationProgress, type VmAzure } from "@azlin/vms";
import type { Context } from "../context.ts";
import { withRemains } from "../interrupted-error.ts";
import type { Report } from "../render/report.ts";
import type { TaskBoard } from "../render/task-board.ts";
import type { Remote } from "../remote/open-remote.ts";
import { keyBackups } from "./key-backups.ts";
import { keyShell } from "./key-shell.ts";
import { rotationReport } from "./rotation-reports.ts";

/** What {@link rotateKeys} works with. */
export interface Rotation {
  readonly azure: VmAzure;
  readonly plan: RotationPlan;
  readonly remote: Remote;
  /** Whether the copy of the old key stays when the rotation is complete. */
  readonly isBackupKept: boolean;
}

const LOCAL = "this machine";

const STEPS: Readonly<Record<RotationProgress["step"], string>> = {
  "back-up": "copying the old key",
  create: "making a new key",
  push: "handing over the new key",
  verify: "signing in with the new key",
  promote: "making the new key the key",
  revoke: "taking the old key away",
  finish: "done",
};

/**
 * Carries a rotation out; VMs that fail do not stop the others.
 *
 * @throws InterruptedError saying where it stopped: the same command goes on from there.
 */
export async function rotateKeys(rotation: Rotation, context: Context): Promise<Report> {
  const { azure, plan, remote, isBackupKept } = rotation;
  const { clock, signal } = context;
  const vms = plan.steps.map(({ vm }) => vm.name);
  try {
    const report = await context.board([LOCAL, ...vms], (board) =>
      applyKeyRotation(azure, plan, {
        backups: keyBackups(context.home),
        newKey: () => Promise.resolve(createSshKeyPair("azlin")),
        shellFor: (path) => keyShell(path, { knownHosts: remote.knownHosts, clock }),
        onStep: (progress) => show(board, plan, progress),
        signal,
        clock,
      }),
    );
    const isBackupThere = isBackupKept || !report.isComplete;
    if (!isBackupThere) await rm(report.backup, { recursive: true, force: true });
    return rotationReport(plan, { ...report, backup: isBackupThere ? report.backup : null });
  } catch (error) {
    if (!signal.aborted) throw error;
    throw withRemains(signal.reason, await remainsOf(plan));
  }
}

function show(board: TaskBoard, plan: RotationPlan, { step, vm }: RotationProgress): void {
  const title = plan.steps.find(({ target }) => target === vm)?.vm.name ?? LOCAL;
  board.at(title, STEPS[step]);
}

async function remainsOf({ keyPath }: RotationPlan) {
  const journal = await readJournal(keyPath);
  if (journal === undefined) return { hint: "No VM has heard of a new key." };
  return {
    hint: "Every VM still lets the key in that is in use. 'azlin keys rotate' goes on where this stopped.",
    details: { phase: journal.phase, backup: journal.backup },
  };
}
