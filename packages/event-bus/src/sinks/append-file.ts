import { TransportError } from "@azlin/core";
import type { AppendBlobClient, ContainerClient } from "@azure/storage-blob";

/** Blocks that an append blob may have. */
const MOST_BLOCKS = 50_000;

interface Part {
  readonly blob: AppendBlobClient;
  offset: number;
  blocks: number;
}

/** A file in the archive that one writer appends to: parts `WRITER-0001.ndjson`, …, each an append blob. */
export class AppendFile {
  readonly #container: ContainerClient;
  readonly #prefix: string;
  #part: Part | undefined;
  #number = 0;

  /** @param prefix - folder and name of the writer; nobody else uses it. */
  constructor(container: ContainerClient, prefix: string) {
    this.#container = container;
    this.#prefix = prefix;
  }

  /** Appends bytes once, also when an earlier answer was lost. */
  async append(bytes: Buffer): Promise<void> {
    const part = await this.#writable();
    try {
      await part.blob.appendBlock(bytes, bytes.byteLength, { conditions: { appendPosition: part.offset } });
    } catch (error) {
      await this.#afterFailure(part, bytes, error);
    }
    part.offset += bytes.byteLength;
    part.blocks += 1;
  }

  /** The client tries again by itself: a position that is taken may be our own first try. */
  async #afterFailure(part: Part, bytes: Buffer, error: unknown): Promise<void> {
    if ((error as { readonly statusCode?: number }).statusCode === 412) {
      const { contentLength } = await part.blob.getProperties();
      if (contentLength === part.offset + bytes.byteLength) return;
    }
    // Where this part ends is not known: what comes goes into the next.
    this.#part = undefined;
    throw new TransportError("ARCHIVE_FAILED", `Nothing could be appended to ${part.blob.name}.`, { cause: error });
  }

  async #writable(): Promise<Part> {
    if (this.#part !== undefined && this.#part.blocks < MOST_BLOCKS) return this.#part;
    this.#number += 1;
    const blob = this.#container.getAppendBlobClient(`${this.#prefix}-${String(this.#number).padStart(4, "0")}.ndjson`);
    await blob.create({
      conditions: { ifNoneMatch: "*" },
      blobHTTPHeaders: { blobContentType: "application/x-ndjson" },
    });
    this.#part = { blob, offset: 0, blocks: 0 };
    return this.#part;
  }
}
