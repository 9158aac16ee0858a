import type { SerializedError } from "@azlin/core";
import {
  applyCopy,
  planCopy,
  readCopyFacts,
  type CopyContext,
  type CopyProgress,
  type CopyReport,
  type MissingFile,
} from "@azlin/ssh";
import type { FleetVm } from "@azlin/vms";
import type { Context } from "../context.ts";
import { progressInWords } from "../copy/copy-files.ts";
import { asAzlinError } from "../render/format-error.ts";
import type { TaskBoard } from "../render/task-board.ts";
import type { Remote } from "../remote/open-remote.ts";
import type { HomeFiles } from "./home-files.ts";

/** What became of one VM. */
export interface SyncResult {
  readonly vm: string;
  readonly id: string;
  /** Everything that may go is there. */
  readonly ok: boolean;
  readonly files: number;
  readonly bytes: number;
  readonly missing: readonly MissingFile[];
  readonly error?: SerializedError;
  readonly durationMs: number;
}

/** What {@link syncVm} works with. */
export interface SyncWork {
  readonly files: HomeFiles;
  readonly way: CopyContext;
  readonly remote: Remote;
  readonly board: TaskBoard;
}

/** Brings the files to one VM; why that failed is in the result. */
export async function syncVm(vm: FleetVm, work: SyncWork, context: Context): Promise<SyncResult> {
  const { clock, signal } = context;
  const { board } = work;
  const named = { vm: vm.name, id: vm.id };
  const startMs = clock.now();
  board.at(vm.name, "copying");
  try {
    const { isComplete, files, bytes, transfers, durationMs } = await copyHome(vm, work, context);
    const error = transfers.find((transfer) => transfer.error !== undefined)?.error;
    board.end(vm.name, isComplete ? "done" : "failed", error?.message);
    const missing = transfers.flatMap((transfer) => transfer.missing);
    const result = { ...named, ok: isComplete, files, bytes, missing, durationMs };
    return error === undefined ? result : { ...result, error: error.toJSON() };
  } catch (thrown) {
    signal.throwIfAborted();
    const error = asAzlinError(thrown);
    board.end(vm.name, "failed", error.message);
    const durationMs = clock.now() - startMs;
    return { ...named, ok: false, files: 0, bytes: 0, missing: [], error: error.toJSON(), durationMs };
  }
}

/** Copies the files to a VM; progress goes to the VM's line of the board. */
export async function copyHome(vm: FleetVm, work: SyncWork, { signal }: Context): Promise<CopyReport> {
  const { way, remote, board } = work;
  const { source, facts: sources } = work.files;
  const destination = { kind: "remote", target: remote.target(vm), path: "." } as const;
  const request = { sources: [source], destination, isRecursive: true };
  const plan = planCopy(request, await readCopyFacts(way, request, { signal, sources }));
  const onProgress = (progress: CopyProgress): void => board.far(vm.name, progressInWords(progress));
  return applyCopy(way, plan, { signal, onProgress });
}
