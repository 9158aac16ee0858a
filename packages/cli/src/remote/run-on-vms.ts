import { mapConcurrent, type SerializedError } from "@azlin/core";
import type { ExecResult, RemoteCommand } from "@azlin/ssh";
import type { FleetVm } from "@azlin/vms";
import type { Context } from "../context.ts";
import { asAzlinError } from "../render/format-error.ts";
import type { TaskBoard } from "../render/task-board.ts";
import type { Remote } from "./open-remote.ts";

/** What a command did on one VM. */
export interface VmResult {
  readonly vm: string;
  readonly id: string;
  /** It ran and its exit code was 0. */
  readonly ok: boolean;
  readonly exitCode?: number | null;
  readonly stdout?: string;
  readonly stderr?: string;
  /** Why it did not run. */
  readonly error?: SerializedError;
  readonly durationMs: number;
}

/** VMs that a command is run on at once: each is one connection, and the slowest of them is waited for anyway. */
export const DEFAULT_WORKERS = 64;

/** What to run on which VMs. */
export interface Run {
  readonly vms: readonly FleetVm[];
  readonly command: RemoteCommand;
  /** Shown while it goes on: `Running 'w'`. */
  readonly label: string;
  /** Milliseconds for each VM. */
  readonly timeoutMs: number;
  /** VMs at once. Default {@link DEFAULT_WORKERS}. */
  readonly concurrency?: number;
}

/** Runs a command on VMs side by side. One that fails does not stop the others; results are in the VMs' order. */
export function runOnVms(run: Run, remote: Remote, context: Context): Promise<VmResult[]> {
  const { vms, concurrency = DEFAULT_WORKERS } = run;
  const { signal } = context;
  return context.board(
    vms.map(({ name }) => name),
    (board) => mapConcurrent(vms, { concurrency, signal }, (vm) => runOnVm(vm, { ...run, board }, { remote, context })),
  );
}

async function runOnVm(
  vm: FleetVm,
  { command, label, timeoutMs, board }: Run & { readonly board: TaskBoard },
  { remote, context }: { readonly remote: Remote; readonly context: Context },
): Promise<VmResult> {
  const { clock, signal } = context;
  const named = { vm: vm.name, id: vm.id };
  const startMs = clock.now();
  board.at(vm.name, label);
  try {
    const result = await remote.shell.exec(remote.target(vm), command, { signal, timeoutMs });
    const { exitCode, stdout, stderr, durationMs } = result;
    board.end(vm.name, exitCode === 0 ? "done" : "failed", endOf(result));
    return { ...named, ok: exitCode === 0, exitCode, stdout, stderr, durationMs };
  } catch (thrown) {
    signal.throwIfAborted();
    const error = asAzlinError(thrown);
    board.end(vm.name, "failed", error.message);
    return { ...named, ok: false, error: error.toJSON(), durationMs: clock.now() - startMs };
  }
}

function endOf({ exitCode, signal }: ExecResult): string {
  return exitCode === null ? `ended by ${signal ?? "the connection"}` : `exit code ${exitCode}`;
}
