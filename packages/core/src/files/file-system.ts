import * as files from "node:fs/promises";

/** What writing a file takes from the file system. Tests hand in one that fails where they want it to. */
export type FileSystem = Pick<
  typeof files,
  "chmod" | "mkdir" | "open" | "readdir" | "readFile" | "realpath" | "rename" | "rm" | "stat"
>;

/** The file system of the machine. */
export const nodeFileSystem: FileSystem = files;
