import type { AbortOptions, Clock, Random } from "@azlin/core";
import type { TreeEntry } from "../filter/tree-entry.ts";
import { printable } from "../text/printable.ts";
import type { CopyContext } from "./copy-context.ts";
import type { CopyMeter } from "./copy-meter.ts";
import type { Transfer } from "./copy-plan.ts";
import type { MissingFile } from "./copy-report.ts";

/** One part of a transfer, and what it is done with. */
export interface TransferWork extends AbortOptions {
  readonly context: CopyContext;
  readonly transfer: Transfer;
  /** What of the transfer is to be done now. */
  readonly entries: readonly TreeEntry[];
  readonly meter: CopyMeter;
  readonly clock: Clock;
  readonly random: Random;
}

/** What a part of a transfer did: everything that it was asked for is in place or missing. */
export interface TransferOutcome {
  readonly missing: readonly MissingFile[];
}

/** A file that a transfer leaves out because it is not what the filter saw any more. */
export function changedFile({ path }: TreeEntry): MissingFile {
  return { path: printable(path), reason: "it changed while it was copied" };
}

/** Name of the directory, beside where files go, that holds them until they are whole. */
export function partialName({ random }: TransferWork): string {
  return `.azlin-partial-${Math.floor(random.next() * 2 ** 32)
    .toString(16)
    .padStart(8, "0")}`;
}
