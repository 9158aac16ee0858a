const BLOCK = 512;

/** One entry of a tar archive as POSIX describes it. `type` is its flag: `0` a file, `5` a directory, `2` a link. */
export function tarEntry(
  name: string,
  entry: { readonly type?: string; readonly content?: string; readonly link?: string; readonly prefix?: string } = {},
): Buffer {
  const { type = "0", content = "", link = "", prefix = "" } = entry;
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0, 100);
  header.write(type === "5" ? "0000750\0" : "0000640\0", 100);
  header.write(`${Buffer.byteLength(content).toString(8).padStart(11, "0")}\0`, 124);
  header.write(`${TAR_TIME_SECONDS.toString(8).padStart(11, "0")}\0`, 136);
  header.write(" ".repeat(8), 148);
  header.write(type, 156);
  header.write(link, 157, 100);
  header.write("ustar\u000000", 257);
  header.write(prefix, 345, 155);
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, "0")}\0 `,
    148,
  );
  const padding = (BLOCK - (Buffer.byteLength(content) % BLOCK)) % BLOCK;
  return Buffer.concat([header, Buffer.from(content), Buffer.alloc(padding)]);
}

/** When every entry of {@link tarEntry} was last changed. */
export const TAR_TIME_SECONDS = 1_600_000_000;

/** The end of an archive. */
export const TAR_END: Buffer = Buffer.alloc(2 * BLOCK);
