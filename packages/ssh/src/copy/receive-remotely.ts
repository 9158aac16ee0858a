import type { RemoteProcess } from "../remote/remote-process.ts";
import type { CopyPlace } from "./copy-request.ts";
import { programFailed } from "./copy-error.ts";
import type { MissingFile } from "./copy-report.ts";
import { commitCommand, discardCommand, receiveCommand } from "./receive-script.ts";
import { partialName, type TransferOutcome, type TransferWork } from "./transfer-work.ts";
import { verifyReceived } from "./verify-received.ts";

/**
 * Has a VM unpack a tar stream and puts what arrived whole in place.
 *
 * @param feed - writes the stream and ends it; what it says is left out is not waited for.
 * @throws ConflictError (`DISK_FULL`), TransportError (`COPY_FAILED`, `SSH_CONNECTION_LOST`); nothing was put in place
 * then.
 */
export async function receiveRemotely(
  work: TransferWork,
  destination: CopyPlace & { readonly kind: "remote" },
  feed: (stdin: NodeJS.WritableStream) => Promise<readonly MissingFile[]>,
): Promise<TransferOutcome> {
  const { context, transfer, signal } = work;
  const receiving = { to: transfer.to, partial: partialName(work) };
  const { target } = destination;
  try {
    const { listing, missing } = await context.connections.open(
      target,
      { command: receiveCommand(receiving), signal },
      (receiver) => receive(receiver, target.name, feed),
    );
    const left = new Set(missing.map(({ path }) => path));
    const verified = verifyReceived(listing, work.entries);
    const drop = Buffer.concat(verified.rejected.flatMap((path) => [path, Buffer.from([0])]));
    const commit = await context.connections.exec(target, commitCommand(receiving, transfer.rename), {
      stdin: drop,
      signal,
    });
    if (commit.exitCode !== 0) throw programFailed("mv", target.name, commit.stderr);
    return { missing: [...missing, ...verified.missing.filter(({ path }) => !left.has(path))] };
  } catch (error) {
    await context.connections.exec(target, discardCommand(receiving), { timeoutMs: 10_000 }).catch(() => {});
    throw error;
  }
}

interface Received {
  readonly listing: Buffer;
  readonly missing: readonly MissingFile[];
}

async function receive(
  receiver: RemoteProcess,
  place: string,
  feed: (stdin: NodeJS.WritableStream) => Promise<readonly MissingFile[]>,
): Promise<Received> {
  const listing: Buffer[] = [];
  const complaints: Buffer[] = [];
  receiver.stdout.on("data", (chunk: Buffer) => listing.push(chunk));
  receiver.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
  const feeding = feed(receiver.stdin).catch((error: unknown) => {
    // The receiver sees the stream end too early, and cleans up.
    receiver.stdin.end();
    throw error;
  });
  const ending = receiver.exit.finally(() => receiver.stdin.destroy());
  const [fed, exit] = await Promise.allSettled([feeding, ending]);
  if (exit.status === "rejected") throw exit.reason;
  // A receiver that gives up early is what went wrong, not the pipe that breaks because of it.
  if (fed.status === "rejected" && !isBrokenPipe(fed.reason)) throw fed.reason;
  if (exit.value.exitCode !== 0) throw programFailed("tar", place, Buffer.concat(complaints));
  // A receiver that has all it needs may be gone before the stream is closed here: what it lists is what has arrived.
  return { listing: Buffer.concat(listing), missing: fed.status === "fulfilled" ? fed.value : [] };
}

function isBrokenPipe(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^(EPIPE|ERR_STREAM_(PREMATURE_CLOSE|DESTROYED|WRITE_AFTER_END|ALREADY_FINISHED))$/.test(code);
}
