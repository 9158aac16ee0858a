import {
  isAzlinError,
  mapConcurrentSettled,
  systemClock,
  toAzlinError,
  withFileLock,
  type AbortOptions,
  type Clock,
} from "@azlin/core";
import type { RemoteShell } from "@azlin/ssh";
import type { VmAzure } from "../vm-azure.ts";
import { authorizeKey, revokeKey } from "./authorized-keys.ts";
import { backupKey, newKeyPath, promoteNewKey, readPublicKey, writeNewKey, type KeyPair } from "./key-files.ts";
import { journalPath, readJournal, removeJournal, writeJournal, type RotationJournal } from "./rotation-journal.ts";
import type { RotationPlan, RotationVm } from "./rotation-plan.ts";
import { authorizeKeyByAgent } from "./vm-access.ts";

/** What became of one VM. */
export interface RotationOutcome {
  readonly vmId: string;
  readonly name: string;
  /** `rotated`: only the new key gets in. `verified`: both do. `pending` and `left`: only the old one is known to. */
  readonly status: "rotated" | "verified" | "pending" | "left" | "failed";
  readonly detail: string;
}

/** What a rotation came to. */
export interface RotationReport {
  readonly outcomes: readonly RotationOutcome[];
  /** Whether nothing is left to do; otherwise running it again goes on where it stopped. */
  readonly isComplete: boolean;
  /** Whether the new key is the key now. */
  readonly isPromoted: boolean;
  /** Directory with a copy of the old key. */
  readonly backup: string;
}

/** Options of {@link applyKeyRotation}. */
export interface ApplyRotationOptions extends AbortOptions {
  /** Directory in which a copy of the old key is put. */
  readonly backups: string;
  /** Makes a key pair. */
  readonly newKey: () => Promise<KeyPair>;
  /** A shell that signs in with the private key at this path and no other, by a connection of its own. */
  readonly shellFor: (keyPath: string) => RemoteShell;
  /** Default 10. */
  readonly concurrency?: number;
  /** Default: the system's. */
  readonly clock?: Clock;
  /** Told before each step; `vm` is absent for steps on this machine. */
  readonly onStep?: (step: RotationProgress) => void;
}

/** A step of a rotation that is about to be taken. */
export interface RotationProgress {
  readonly step: "back-up" | "create" | "push" | "verify" | "promote" | "revoke" | "finish";
  readonly vm?: string;
}

/** Longer than the lock of a killed rotation is taken for that of a living one. */
const LOCK_WAIT_MS = 15_000;

interface Run extends ApplyRotationOptions {
  readonly azure: VmAzure;
  readonly plan: RotationPlan;
}

type Failures = ReadonlyMap<string, string>;

/**
 * Carries a rotation out. VMs are given the new key and tried with it; only when every VM lets it in does it become
 * the key, and only then do VMs lose the old one. Ended at any moment, every VM still lets in the key that is in use,
 * and the same call goes on where it stopped. Of two rotations of one key at once the second waits.
 *
 * @throws ConflictError (`FILE_LOCKED`) when another one goes on for long; PrerequisiteError (`SSH_KEY_MISSING`, `FILE_NOT_WRITTEN`, `ROTATION_JOURNAL_BROKEN`); the signal's reason.
 * Failures of single VMs are in the report.
 */
export async function applyKeyRotation(
  azure: VmAzure,
  plan: RotationPlan,
  options: ApplyRotationOptions,
): Promise<RotationReport> {
  const lock = {
    waitMs: LOCK_WAIT_MS,
    signal: options.signal,
    ...(options.clock !== undefined && { clock: options.clock }),
  };
  return withFileLock(journalPath(plan.keyPath), lock, (signal) => rotate({ ...options, signal, azure, plan }));
}

async function rotate(run: Run): Promise<RotationReport> {
  const { plan } = run;
  let journal = (await readJournal(plan.keyPath)) ?? (await begin(run));
  if (journal.phase === "pushing") {
    const failures = await eachVm(run, (vm) => pushAndVerify(run, journal, vm));
    journal = { ...journal, open: openVms(plan, failures) };
    if (!plan.canComplete || failures.size > 0) {
      await writeJournal(plan.keyPath, journal);
      return reportOf(run, journal, failures);
    }
    journal = await enter(run, { ...journal, phase: "promoting" });
  }
  if (journal.phase === "promoting") {
    tell(run, { step: "promote" });
    await promoteNewKey(plan.keyPath);
    journal = await enter(run, { ...journal, phase: "removing" });
  }
  return removeOldKey(run, journal);
}

async function removeOldKey(run: Run, journal: RotationJournal): Promise<RotationReport> {
  const { plan } = run;
  const failures = await eachVm(run, (vm) => revoke(run, journal, vm));
  const open = openVms(plan, failures);
  tell(run, { step: "finish" });
  if (Object.keys(open).length === 0) await removeJournal(plan.keyPath);
  else await writeJournal(plan.keyPath, { ...journal, open });
  return reportOf(run, journal, failures);
}

/** The journal is written before any VM hears of the new key: without it the new key is not in use anywhere. */
async function begin(run: Run): Promise<RotationJournal> {
  const { keyPath } = run.plan;
  const oldPublicKey = await readPublicKey(keyPath);
  tell(run, { step: "back-up" });
  const backup = await backupKey(keyPath, run.backups, new Date((run.clock ?? systemClock).now()));
  tell(run, { step: "create" });
  const pair = await run.newKey();
  await writeNewKey(keyPath, pair);
  return enter(run, { phase: "pushing", oldPublicKey, newPublicKey: pair.publicKey.trim(), backup, open: {} });
}

async function enter(run: Run, journal: RotationJournal): Promise<RotationJournal> {
  run.signal?.throwIfAborted();
  await writeJournal(run.plan.keyPath, journal);
  return journal;
}

async function eachVm(run: Run, work: (vm: RotationVm) => Promise<void>): Promise<Failures> {
  const { plan, concurrency = 10, signal } = run;
  const vms = plan.steps.filter(({ action }) => action === "rotate").map(({ vm }) => vm);
  const reports = await mapConcurrentSettled(vms, { concurrency, signal }, work);
  signal?.throwIfAborted();
  return new Map(reports.flatMap((report) => (report.ok ? [] : [[report.item.id, messageOf(report.error)] as const])));
}

async function pushAndVerify(run: Run, { newPublicKey }: RotationJournal, vm: RotationVm): Promise<void> {
  const { keyPath } = run.plan;
  // After a run that was ended the VM may know the new key already.
  if (await letsIn(run, vm).catch(() => false)) return;
  tell(run, { step: "push", vm: vm.id });
  try {
    await authorizeKey(run.shellFor(keyPath), vm.target!, { publicKey: newPublicKey, signal: run.signal });
  } catch (error) {
    run.signal?.throwIfAborted();
    if (!isAzlinError(error) || error.code === "HOST_KEY_CHANGED") throw error;
    await authorizeKeyByAgent(run.azure, vm, {
      username: vm.target!.user,
      publicKey: newPublicKey,
      signal: run.signal,
    });
  }
  if (!(await letsIn(run, vm))) throw new Error("It does not run commands for the new key.");
}

async function letsIn(run: Run, vm: RotationVm): Promise<boolean> {
  tell(run, { step: "verify", vm: vm.id });
  const shell = run.shellFor(newKeyPath(run.plan.keyPath));
  return (await shell.exec(vm.target!, ["true"], { signal: run.signal, timeoutMs: 30_000 })).exitCode === 0;
}

async function revoke(run: Run, { oldPublicKey, newPublicKey }: RotationJournal, vm: RotationVm): Promise<void> {
  tell(run, { step: "revoke", vm: vm.id });
  await revokeKey(run.shellFor(run.plan.keyPath), vm.target!, {
    publicKey: oldPublicKey,
    staying: newPublicKey,
    signal: run.signal,
  });
}

function tell({ signal, onStep }: Run, progress: RotationProgress): void {
  signal?.throwIfAborted();
  onStep?.(progress);
}

function openVms({ steps }: RotationPlan, failures: Failures): Record<string, string> {
  const waiting = steps
    .filter(({ action }) => action !== "rotate")
    .map(({ target, reason }) => [target, reason] as const);
  return Object.fromEntries([...waiting, ...failures]);
}

function reportOf({ plan }: Run, { phase, backup }: RotationJournal, failures: Failures): RotationReport {
  const isPromoted = phase === "removing";
  const outcomes = plan.steps.map(({ action, vm, reason }): RotationOutcome => {
    const about = { vmId: vm.id, name: vm.name };
    const failure = failures.get(vm.id);
    if (failure !== undefined) return { ...about, status: "failed", detail: failure };
    if (action === "pending") return { ...about, status: "pending", detail: reason };
    if (action === "leave") return { ...about, status: "left", detail: reason };
    return { ...about, status: isPromoted ? "rotated" : "verified", detail: "" };
  });
  const isComplete = isPromoted && outcomes.every(({ status }) => status === "rotated");
  return { outcomes, isPromoted, isComplete, backup };
}

function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  return toAzlinError(error, { operation: "rotate the key" }).message;
}
