import { mkdir } from "node:fs/promises";
import { TransportError } from "@azlin/core";
import { execa } from "execa";
import { printable } from "../text/printable.ts";
import { programFailed } from "./copy-error.ts";
import type { MissingFile } from "./copy-report.ts";
import { nameList } from "./name-list.ts";
import { rsyncArguments } from "./rsync-arguments.ts";
import { parseRsyncProgress } from "./rsync-progress.ts";
import type { TransferOutcome, TransferWork } from "./transfer-work.ts";

/** Exit codes of rsync and its ssh that mean: the connection is gone, the next attempt goes on where this one stopped. */
const LOST = new Set([10, 12, 30, 35, 255]);
/** Some files could not be copied, or went away; the rest are in place. */
const PARTIAL = new Set([23, 24]);

/**
 * Copies with the system's rsync over the system's ssh.
 *
 * @throws TransportError (`SSH_CONNECTION_LOST`, `COPY_FAILED`), ConflictError (`DISK_FULL`).
 */
export async function rsyncTransfer(work: TransferWork): Promise<TransferOutcome> {
  const { context, transfer, meter, signal } = work;
  const { rsyncProgram } = context;
  await makeDestination(work);
  const before = { bytes: meter.bytes, files: meter.files };
  const child = execa(rsyncProgram ?? "rsync", rsyncArguments(transfer, context.ssh), {
    input: transfer.rename === undefined ? nameList(transfer.entries) : "",
    reject: false,
    buffer: { stdout: false, stderr: true },
    maxBuffer: 1024 * 1024,
    ...(signal !== undefined && { cancelSignal: signal }),
  });
  child.stdout.on("data", (chunk: Buffer) => {
    for (const line of chunk.toString("latin1").split(/[\r\n]+/)) {
      const progress = parseRsyncProgress(line);
      if (progress === undefined) continue;
      meter.set({ bytes: before.bytes + progress.bytes, files: before.files + progress.files });
    }
  });
  const { exitCode, stderr } = await child;
  signal?.throwIfAborted();
  if (exitCode === 0) {
    // What was there already is there as well.
    meter.set({ bytes: before.bytes + transfer.bytes, files: before.files + transfer.files });
    return { missing: [] };
  }
  return outcomeOf(exitCode ?? 255, stderr, work);
}

function outcomeOf(exitCode: number, stderr: string, { transfer }: TransferWork): TransferOutcome {
  const place = transfer.destination.kind === "local" ? "this machine" : transfer.destination.target.name;
  const failure = programFailed("rsync", place, stderr);
  if (failure.code === "DISK_FULL") throw failure;
  if (PARTIAL.has(exitCode)) return { missing: complaintsOf(stderr) };
  if (!LOST.has(exitCode)) throw failure;
  throw new TransportError("SSH_CONNECTION_LOST", `The copy was cut off: ${printable(stderr)}`, {
    hint: "Run the same command again: it goes on where this one stopped.",
  });
}

/** rsync names the files that it could not copy in its complaints only. */
function complaintsOf(stderr: string): MissingFile[] {
  const lines = stderr.split("\n").filter((line) => line !== "" && !line.startsWith("rsync error:"));
  return lines.map((line) => ({ path: printable(/"([^"]+)"/.exec(line)?.[1] ?? ""), reason: printable(line) }));
}

async function makeDestination({ context, transfer: { destination, to }, signal }: TransferWork): Promise<void> {
  if (destination.kind === "local") {
    await mkdir(to, { recursive: true });
    return;
  }
  const made = await context.connections.exec(destination.target, ["mkdir", "-p", "--", to], { signal });
  if (made.exitCode !== 0) throw programFailed("mkdir", destination.target.name, made.stderr);
}
