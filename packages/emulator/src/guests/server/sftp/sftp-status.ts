/** Status of what has succeeded. */
export const SFTP_OK = 0;

const END_OF_FILE = 1;
const NO_SUCH_FILE = 2;
const PERMISSION_DENIED = 3;
const FAILURE = 4;

const STATUSES: Readonly<Record<string, number>> = {
  EOF: END_OF_FILE,
  ENOENT: NO_SUCH_FILE,
  ENOTDIR: NO_SUCH_FILE,
  EACCES: PERMISSION_DENIED,
  EPERM: PERMISSION_DENIED,
};

/** The SFTP status that tells of an error. */
export function sftpStatus(error: unknown): number {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return STATUSES[code ?? ""] ?? FAILURE;
}

/** The end of a file or of a directory's list. */
export function endOfFile(): Error {
  return Object.assign(new Error("End of file"), { code: "EOF" });
}
