import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { RemoteProcess } from "../remote/remote-process.ts";
import { programFailed } from "./copy-error.ts";
import { nameList } from "./name-list.ts";
import type { CopyPlace } from "./copy-request.ts";
import { receiveRemotely } from "./receive-remotely.ts";
import { tarSendCommand } from "./tar-send-command.ts";
import type { TransferOutcome, TransferWork } from "./transfer-work.ts";

/** Carries files from one VM to another as a tar stream that never touches a disk of this machine. */
export function tarRelay(
  work: TransferWork,
  source: CopyPlace & { readonly kind: "remote" },
  destination: CopyPlace & { readonly kind: "remote" },
): Promise<TransferOutcome> {
  const { context, transfer, signal } = work;
  return receiveRemotely(work, destination, (stdin) =>
    context.connections.open(source.target, { command: tarSendCommand(transfer.from), signal }, async (sender) => {
      await relay(sender, stdin, { work, place: source.target.name });
      // What the sender left out is found missing when the receiver's list is compared with the plan.
      return [];
    }),
  );
}

async function relay(
  sender: RemoteProcess,
  stdin: NodeJS.WritableStream,
  { work, place }: { readonly work: TransferWork; readonly place: string },
): Promise<void> {
  const complaints: Buffer[] = [];
  sender.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
  sender.stdin.end(nameList(work.entries));
  const counted = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      work.meter.add(chunk.length);
      done(null, chunk);
    },
  });
  await pipeline(sender.stdout, counted, stdin);
  const { exitCode } = await sender.exit;
  if (exitCode !== 0 && exitCode !== SOME_FILES) throw programFailed("tar", place, Buffer.concat(complaints));
  work.meter.add(0, work.entries.filter(({ kind }) => kind !== "directory").length);
}

/** What tar exits with when files changed or went while it read them; 2 when some could not be read. */
const SOME_FILES = 1;
