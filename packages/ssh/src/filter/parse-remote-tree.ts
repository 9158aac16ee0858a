import { TransportError } from "@azlin/core";
import type { EntryKind, FoundEntry } from "./tree-entry.ts";

/** What a VM says of a tree. */
export interface RemoteTree {
  readonly isDirectory: boolean;
  /** Absolute path, links resolved. */
  readonly realPath: Buffer;
  readonly entries: readonly (FoundEntry & { readonly isReadable: boolean })[];
  /** Files that were searched, by path as Latin-1, and whether something was found. A file that is not here was not searched. */
  readonly searched: ReadonlyMap<string, boolean>;
}

const KINDS: Readonly<Record<string, EntryKind>> = { f: "file", d: "directory", l: "symlink" };

/**
 * Reads the output of the script that looks at a tree.
 *
 * @throws TransportError (`REMOTE_TREE_UNREADABLE`) when it is cut off or something else.
 */
export function parseRemoteTree(output: Buffer): RemoteTree {
  const parts = new Parts(output);
  const isDirectory = parts.text() === "d";
  const realPath = parts.next();
  const entries: (FoundEntry & { isReadable: boolean })[] = [];
  for (let line = parts.next(); line.length > 0; line = parts.next()) {
    const entry = parseEntry(line, parts.next());
    if (entry !== undefined) entries.push(entry);
  }
  const searched = new Map<string, boolean>();
  while (!parts.isAtEnd) {
    const path = withoutDot(parts.next()).toString("latin1");
    searched.set(path, parts.line() !== "0");
  }
  return { isDirectory, realPath, entries, searched };
}

function parseEntry(line: Buffer, link: Buffer): (FoundEntry & { isReadable: boolean }) | undefined {
  const [head, sizeText, modeText, timeText] = line.toString("latin1").split("\t", 4) as [
    string,
    string,
    string,
    string,
  ];
  const at = head.length + sizeText.length + modeText.length + timeText.length + 4;
  const path = withoutDot(line.subarray(at));
  if (path.length === 0) return undefined;
  const kind = KINDS[head.slice(1)] ?? "other";
  return {
    path,
    kind,
    size: kind === "file" ? Number(sizeText) : 0,
    mode: Number.parseInt(modeText, 8),
    mtimeMs: Number(timeText) * 1_000,
    isReadable: head.startsWith("R"),
    ...(kind === "symlink" && { linkTarget: link }),
  };
}

/** `./a` is `a`, and `.` is the root itself. */
function withoutDot(path: Buffer): Buffer {
  return path.subarray(path.length > 1 ? 2 : 1);
}

class Parts {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  next(): Buffer {
    return this.#until(0);
  }

  text(): string {
    return this.next().toString("latin1");
  }

  line(): string {
    return this.#until(10).toString("latin1");
  }

  #until(byte: number): Buffer {
    const end = this.#bytes.indexOf(byte, this.#at);
    if (end < 0) {
      throw new TransportError("REMOTE_TREE_UNREADABLE", "The VM's answer about its files is cut off.", {
        hint: "It needs GNU find, grep and xargs. Try again.",
      });
    }
    const part = this.#bytes.subarray(this.#at, end);
    this.#at = end + 1;
    return part;
  }
}
