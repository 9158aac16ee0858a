import { constants, type Stats } from "node:fs";

/** Attributes as SFTP carries them. */
export interface SftpAttributes {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly atime: number;
  readonly mtime: number;
}

/** What a guest shows of a file: everything in it belongs to its one user. */
export function sftpAttributes(stats: Stats): SftpAttributes {
  return {
    mode: stats.mode,
    uid: 1000,
    gid: 1000,
    size: stats.size,
    atime: Math.floor(stats.atimeMs / 1000),
    mtime: Math.floor(stats.mtimeMs / 1000),
  };
}

/** A line as `ls -l` writes it; clients show it for `ls`. */
export function longName(name: string, stats: Stats): string {
  const kind = stats.isDirectory() ? "d" : stats.isSymbolicLink() ? "l" : "-";
  const bits = (stats.mode & 0o777).toString(2).padStart(9, "0").split("");
  const rights = bits.map((bit, index) => (bit === "1" ? "rwx"[index % 3]! : "-")).join("");
  return `${kind}${rights} 1 1000 1000 ${String(stats.size).padStart(12)} ${stats.mtime.toISOString().slice(0, 10)} ${name}`;
}

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_RDWR, O_TRUNC, O_WRONLY } = constants;
const READ = 1;
const WRITE = 2;

/** The system's flags for SFTP's. The path has been resolved before; a link that appears at its end is not followed. */
export function openFlags(flags: number): number {
  const access = (flags & WRITE) === 0 ? O_RDONLY : (flags & READ) === 0 ? O_WRONLY : O_RDWR;
  const rest: readonly [number, number][] = [
    [4, O_APPEND],
    [8, O_CREAT],
    [16, O_TRUNC],
    [32, O_EXCL],
  ];
  return rest.reduce(
    (all, [asked, flag]) => ((flags & asked) === 0 ? all : all | flag),
    access | O_NOFOLLOW | O_NONBLOCK,
  );
}
