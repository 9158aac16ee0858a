import { retry, systemClock, systemRandom, waits, withDeadline } from "@azlin/core";
import type { TreeEntry } from "../filter/tree-entry.ts";
import { printable } from "../text/printable.ts";
import { batches } from "./batches.ts";
import type { CopyContext, CopyOptions } from "./copy-context.ts";
import { copyError } from "./copy-error.ts";
import { CopyMeter } from "./copy-meter.ts";
import type { CopyPlan, Transfer } from "./copy-plan.ts";
import type { CopyReport, MissingFile, TransferReport } from "./copy-report.ts";
import { rsyncTransfer } from "./rsync-transfer.ts";
import { tarDownload } from "./tar-download.ts";
import { tarRelay } from "./tar-relay.ts";
import { tarUpload } from "./tar-upload.ts";
import type { TransferOutcome, TransferWork } from "./transfer-work.ts";

/** A connection that is lost is taken up again this often. */
const MAX_ATTEMPTS = 4;
const RESUME_WAITS_MS = [1_000, 3_000, 10_000];

/**
 * Makes a planned copy. A file is never under its final name before it is whole. When a connection is lost the copy
 * goes on from what is in place; what cannot be copied is named in the report.
 *
 * @throws DeadlineError when the time is up; the signal's reason.
 */
export async function applyCopy(context: CopyContext, plan: CopyPlan, options: CopyOptions = {}): Promise<CopyReport> {
  const { clock = systemClock, random = systemRandom } = context;
  const startMs = clock.now();
  const meter = new CopyMeter(plan, clock, options.onProgress);
  const transfers = await withDeadline("the copy", { ...options, clock }, async (signal) => {
    const reports: TransferReport[] = [];
    for (const transfer of plan.transfers) {
      const work = { context, transfer, entries: transfer.entries, meter, clock, random, signal };
      reports.push(await applyTransfer(work));
      signal.throwIfAborted();
    }
    return reports;
  });
  meter.end();
  return {
    plan,
    transfers,
    files: transfers.reduce((total, { files }) => total + files, 0),
    bytes: meter.bytes,
    isComplete: transfers.every(({ missing, error }) => missing.length === 0 && error === undefined),
    durationMs: clock.now() - startMs,
  };
}

async function applyTransfer(work: TransferWork): Promise<TransferReport> {
  const { transfer, signal } = work;
  const missing: MissingFile[] = [];
  const parts = transfer.method === "rsync" ? [[...transfer.entries]] : batches(transfer.entries);
  let done = 0;
  try {
    for (const entries of parts) {
      missing.push(...(await resuming({ ...work, entries })).missing);
      done += 1;
    }
    return { transfer, files: transfer.files - missing.length, missing };
  } catch (error) {
    const left = filesOf(parts.slice(done).flat());
    const reason = transfer.method === "rsync" ? "it may be missing" : "it was not copied";
    missing.push(...left.map(({ path }) => ({ path: printable(path), reason })));
    return { transfer, files: transfer.files - missing.length, missing, error: copyError(error, signal) };
  }
}

function filesOf(entries: readonly TreeEntry[]): TreeEntry[] {
  return entries.filter(({ kind }) => kind !== "directory");
}

function resuming(work: TransferWork): Promise<TransferOutcome> {
  const { meter, signal, clock, random } = work;
  const before = { bytes: meter.bytes, files: meter.files };
  return retry(
    () => {
      meter.set(before);
      return run(work);
    },
    {
      strategies: [waits(RESUME_WAITS_MS, { codes: ["SSH_CONNECTION_LOST", "SSH_UNREACHABLE"] })],
      maxAttempts: MAX_ATTEMPTS,
      signal,
      clock,
      random,
    },
  );
}

function run(work: TransferWork): Promise<TransferOutcome> {
  const { source, destination, method }: Transfer = work.transfer;
  if (method === "rsync") return rsyncTransfer(work);
  if (source.kind === "local") return tarUpload(work, destination as Transfer["destination"] & { kind: "remote" });
  return destination.kind === "local" ? tarDownload(work, source) : tarRelay(work, source, destination);
}
