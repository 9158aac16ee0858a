/** How far an rsync is. */
export interface RsyncProgress {
  readonly bytes: number;
  /** Files sent so far; those already there are not counted. */
  readonly files: number;
}

const LINE = /^\s*([0-9][0-9,.]*)\s+[0-9]+%/;

/** Reads a line of `--info=progress2`; `undefined` for any other line. */
export function parseRsyncProgress(line: string): RsyncProgress | undefined {
  const [, bytes] = LINE.exec(line) ?? [];
  if (bytes === undefined) return undefined;
  const [, files = "0"] = /xfr#([0-9]+)/.exec(line) ?? [];
  return { bytes: Number(bytes.replaceAll(/[,.]/g, "")), files: Number(files) };
}
