import { pipeline } from "node:stream/promises";
import { pack as createPack } from "tar-stream";
import type { CopyPlace } from "./copy-request.ts";
import { gatherChunks } from "./gather-chunks.ts";
import { packEntries } from "./pack-entries.ts";
import { receiveRemotely } from "./receive-remotely.ts";
import type { TransferOutcome, TransferWork } from "./transfer-work.ts";

/** Sends local files to a VM as a tar stream. */
export function tarUpload(
  work: TransferWork,
  destination: CopyPlace & { readonly kind: "remote" },
): Promise<TransferOutcome> {
  return receiveRemotely(work, destination, async (stdin) => {
    const pack = createPack();
    const packing = packEntries(pack, work).catch((error: unknown) => {
      pack.destroy(error instanceof Error ? error : new Error(String(error)));
      throw error;
    });
    const [packed, sent] = await Promise.allSettled([
      packing,
      pipeline(gatherChunks(pack as AsyncIterable<Uint8Array>), stdin),
    ]);
    if (sent.status === "rejected") throw packed.status === "rejected" ? firstCause(packed, sent) : sent.reason;
    if (packed.status === "rejected") throw packed.reason;
    return packed.value;
  });
}

/** When the stream breaks, both ends fail: the one that is not about the pipe says why. */
function firstCause(packed: PromiseRejectedResult, sent: PromiseRejectedResult): unknown {
  return sent.reason instanceof Error && "code" in sent.reason ? sent.reason : packed.reason;
}
