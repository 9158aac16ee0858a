import { pipeline } from "node:stream/promises";
import type { MissingFile } from "./copy-report.ts";
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
    const missing: MissingFile[] = [];
    await pipeline(gatherChunks(packEntries(work, missing)), stdin);
    return missing;
  });
}
