import { realpath } from "node:fs/promises";
import { setImmediate as breathe } from "node:timers/promises";
import { NotFoundError, type AbortOptions } from "@azlin/core";
import { classifyEntry } from "./classify-entry.ts";
import { inOrder } from "./in-order.ts";
import { scanFile } from "./scan-file.ts";
import { scanSmallFile, SMALL_FILE_BYTES } from "./scan-small-file.ts";
import type { FilterOptions, TreeEntry, Verdict } from "./tree-entry.ts";
import { couldNotRead, join, walkTree, type Walked } from "./walk-tree.ts";

/** Options of {@link classifyTree}. */
export interface ClassifyTreeOptions extends FilterOptions, AbortOptions {
  /** Names directly below the root to look at. Default: all of them. */
  readonly only?: readonly (string | Buffer)[];
  /** Files read at once, of those that are read beside others: small ones are read one by one. Default 16. */
  readonly concurrency?: number;
}

/** Entries after which others of this process have their turn: a few milliseconds of work. */
const TURN = 64;

/**
 * Looks at everything below a local directory and says of each entry whether it may leave: by its path, by where a
 * link points, and by what the file holds. Nothing is skipped silently: what cannot be read is held back. Entries come
 * in the order of their names, and only a few are in memory at once.
 *
 * Files beyond 256 MiB are read to there, and their last MiB.
 *
 * @param root - the directory; what it is called itself counts too: everything in `~/.aws` is protected.
 * @throws NotFoundError (`PATH_NOT_FOUND`) when there is no such directory; the signal's reason.
 */
export async function* classifyTree(root: string, options: ClassifyTreeOptions = {}): AsyncGenerator<TreeEntry> {
  const { only, concurrency = 16, signal } = options;
  const base = await realRoot(root);
  const walked = walkTree(
    base,
    only?.map((name) => Buffer.from(name)),
  );
  let count = 0;
  for await (const entry of inOrder(walked, concurrency, (found) => judge(base, found, options))) {
    count += 1;
    if (count % TURN === 0) await breathe();
    signal?.throwIfAborted();
    yield entry;
  }
}

function judge(root: Buffer, walked: Walked, options: FilterOptions): TreeEntry | Promise<TreeEntry> {
  if ("unreadable" in walked) {
    const { path, kind, unreadable } = walked;
    return { path, kind, size: 0, mode: 0, mtimeMs: 0, verdict: { heldBack: unreadable } };
  }
  const early = classifyEntry(root, walked, options);
  if (early !== "unread") return { ...walked, verdict: early };
  const path = join(root, walked.path);
  const verdict = walked.size <= SMALL_FILE_BYTES ? smallVerdict(path) : undefined;
  return verdict === undefined
    ? largeVerdict(path).then((large) => ({ ...walked, verdict: large }))
    : { ...walked, verdict };
}

/** `undefined` for a file that has become large meanwhile. */
function smallVerdict(path: Buffer): Verdict | undefined {
  try {
    const found = scanSmallFile(path);
    return found === undefined ? undefined : verdictOf(found.reason);
  } catch (error) {
    return { heldBack: couldNotRead(error) };
  }
}

async function largeVerdict(path: Buffer): Promise<Verdict> {
  try {
    return verdictOf(await scanFile(path));
  } catch (error) {
    return { heldBack: couldNotRead(error) };
  }
}

function verdictOf(reason: string | undefined): Verdict {
  return reason === undefined ? "allowed" : { heldBack: `holds a secret: ${reason}` };
}

async function realRoot(root: string): Promise<Buffer> {
  try {
    return await realpath(root, { encoding: "buffer" });
  } catch (error) {
    throw new NotFoundError("PATH_NOT_FOUND", `There is no ${root}.`, {
      hint: "Check the path.",
      details: { path: root },
      cause: error,
    });
  }
}
