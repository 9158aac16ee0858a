import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { extract as createExtract, type Header } from "tar-stream";
import type { TreeEntry } from "../filter/tree-entry.ts";
import type { RemoteProcess } from "../remote/remote-process.ts";
import { printable } from "../text/printable.ts";
import { programFailed } from "./copy-error.ts";
import type { CopyPlace } from "./copy-request.ts";
import type { MissingFile } from "./copy-report.ts";
import { LocalPlacer } from "./local-placer.ts";
import { nameList } from "./name-list.ts";
import { tarSendCommand } from "./tar-send-command.ts";
import { changedFile, partialName, type TransferOutcome, type TransferWork } from "./transfer-work.ts";
import { isSameSecond } from "./verify-received.ts";

/**
 * Fetches files from a VM as a tar stream. Each is written under another name and renamed when it is whole. Nothing is
 * taken from the stream but what was planned: the VM does not say where files go.
 */
export async function tarDownload(
  work: TransferWork,
  source: CopyPlace & { readonly kind: "remote" },
): Promise<TransferOutcome> {
  const { context, transfer, signal } = work;
  await mkdir(transfer.to, { recursive: true });
  const partial = join(transfer.to, partialName(work));
  await mkdir(partial, { mode: 0o700 });
  try {
    const download = new Download(work, partial);
    await context.connections.open(source.target, { command: tarSendCommand(transfer.from), signal }, (sender) =>
      download.run(sender, source.target.name),
    );
    return { missing: download.missing() };
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

class Download {
  readonly #work: TransferWork;
  readonly #partial: string;
  readonly #placer: LocalPlacer;
  readonly #wanted: Map<string, TreeEntry>;
  readonly #changed: MissingFile[] = [];
  #count = 0;

  constructor(work: TransferWork, partial: string) {
    this.#work = work;
    this.#partial = partial;
    this.#placer = new LocalPlacer(work.transfer.to);
    this.#wanted = new Map(work.entries.map((entry) => [entry.path.toString("utf8"), entry]));
  }

  /** What was planned and has not come, or has come as something else. */
  missing(): MissingFile[] {
    const absent = [...this.#wanted.values()].filter(({ kind }) => kind !== "directory");
    return [...this.#changed, ...absent.map(({ path }) => ({ path: printable(path), reason: "it did not arrive" }))];
  }

  async run(sender: RemoteProcess, place: string): Promise<void> {
    const complaints: Buffer[] = [];
    sender.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
    sender.stdin.end(nameList(this.#work.entries));
    const extract = createExtract();
    const [unpacked, sent] = await Promise.allSettled([
      this.#unpack(extract as unknown as AsyncIterable<Entry>),
      pipeline(sender.stdout, extract as unknown as NodeJS.WritableStream),
    ]);
    if (unpacked.status === "rejected") throw unpacked.reason;
    const { exitCode } = await sender.exit;
    const isUsable = exitCode === 0 || exitCode === 1;
    if (!isUsable && this.#wanted.size > 0) throw programFailed("tar", place, Buffer.concat(complaints));
    if (sent.status === "rejected") throw sent.reason;
  }

  async #unpack(entries: AsyncIterable<Entry>): Promise<void> {
    for await (const entry of entries) {
      const name = entry.header.name.replace(/^\.\//, "").replace(/\/$/, "");
      const planned = this.#wanted.get(name);
      if (planned === undefined) {
        entry.resume();
        continue;
      }
      await this.#take(entry, planned);
      this.#wanted.delete(name);
    }
  }

  async #take(entry: Entry, planned: TreeEntry): Promise<void> {
    const { header } = entry;
    const path = this.#work.transfer.rename ?? planned.path.toString("utf8");
    if (!isAsPlanned(header, planned)) {
      this.#changed.push(changedFile(planned));
      entry.resume();
      return;
    }
    const temporary = join(this.#partial, String((this.#count += 1)));
    if (planned.kind === "file") {
      entry.on("data", (chunk: Buffer) => this.#work.meter.add(chunk.length));
      await pipeline(entry, createWriteStream(temporary, { flags: "wx", mode: 0o600 }));
      await this.#placer.file(temporary, path, planned);
    } else {
      entry.resume();
      if (planned.kind === "directory") return this.#placer.directory(path, planned.mode);
      await this.#placer.link(temporary, path, planned.linkTarget!.toString("utf8"));
    }
    this.#work.meter.add(0, 1);
  }
}

type Entry = Readable & { readonly header: Header };

const TYPES = { file: "file", directory: "directory", symlink: "symlink", other: undefined } as const;

function isAsPlanned(header: Header, { kind, size, mtimeMs }: TreeEntry): boolean {
  if (header.type !== TYPES[kind]) return false;
  return kind !== "file" || (header.size === size && isSameSecond(header.mtime?.getTime() ?? 0, mtimeMs));
}
