/** Writes sections byte by byte: what the broker adds to every delivery. */
export class SectionWriter {
  readonly #chunks: Buffer[] = [];
  #count = 0;

  /** A key of a map. */
  symbol(text: string): this {
    return this.#push(Buffer.concat([Buffer.from([0xa3, text.length]), Buffer.from(text, "latin1")]));
  }

  long(value: number): this {
    return this.#wide(0x81, value);
  }

  /** Milliseconds since the epoch. */
  timestamp(atMs: number): this {
    return this.#wide(0x83, atMs);
  }

  uint(value: number): this {
    const bytes = Buffer.allocUnsafe(5);
    bytes[0] = 0x70;
    bytes.writeUInt32BE(value, 1);
    return this.#push(bytes);
  }

  int(value: number): this {
    const bytes = Buffer.allocUnsafe(5);
    bytes[0] = 0x71;
    bytes.writeInt32BE(value, 1);
    return this.#push(bytes);
  }

  ubyte(value: number): this {
    return this.#push(Buffer.from([0x50, value]));
  }

  boolean(value: boolean): this {
    return this.#push(Buffer.from([value ? 0x41 : 0x42]));
  }

  null(): this {
    return this.#push(Buffer.from([0x40]));
  }

  text(value: string): this {
    const bytes = Buffer.from(value, "utf8");
    const head = Buffer.allocUnsafe(5);
    head[0] = 0xb1;
    head.writeUInt32BE(bytes.length, 1);
    return this.#push(Buffer.concat([head, bytes]));
  }

  /** Values that are encoded already. */
  encoded(bytes: Buffer, count: number): this {
    this.#chunks.push(bytes);
    this.#count += count;
    return this;
  }

  /** The section of this code, as a list or a map of what was written. */
  section(code: number, kind: "list" | "map"): Buffer {
    const content = Buffer.concat(this.#chunks);
    const head = Buffer.allocUnsafe(12);
    head[0] = 0;
    head[1] = 0x53;
    head[2] = code;
    head[3] = kind === "list" ? 0xd0 : 0xd1;
    head.writeUInt32BE(content.length + 4, 4);
    head.writeUInt32BE(this.#count, 8);
    return Buffer.concat([head, content]);
  }

  #wide(type: number, value: number): this {
    const bytes = Buffer.allocUnsafe(9);
    bytes[0] = type;
    bytes.writeBigInt64BE(BigInt(value), 1);
    return this.#push(bytes);
  }

  #push(bytes: Buffer): this {
    this.#chunks.push(bytes);
    this.#count += 1;
    return this;
  }
}
