import { constants } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import net from "node:net";
import path from "node:path";

/** The ends of a job's named pipes that are this process's. */
export interface JobPipes {
  readonly stdin: net.Socket;
  readonly stdout: net.Socket;
  readonly stderr: net.Socket;
}

const { O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_RDWR } = constants;

/** Opens the named pipes of a job. Opening its input for both ways does not wait for a reader. */
export async function openJobPipes(directory: string): Promise<JobPipes> {
  const [stdin, stdout, stderr] = await Promise.all([
    pipe(path.join(directory, "in"), "write"),
    pipe(path.join(directory, "out"), "read"),
    pipe(path.join(directory, "err"), "read"),
  ]);
  return { stdin, stdout, stderr };
}

/**
 * Opens one named pipe, in a directory that the guest may write to.
 *
 * @throws Error when something else lies there.
 */
async function pipe(place: string, use: "read" | "write"): Promise<net.Socket> {
  const handle = await open(place, (use === "read" ? O_RDONLY : O_RDWR) | O_NONBLOCK | O_NOFOLLOW);
  if (!(await handle.stat()).isFIFO()) {
    await handle.close();
    throw new Error(`Not a pipe: ${place}`);
  }
  const readable = use === "read";
  return new net.Socket({ fd: release(handle), readable, writable: !readable });
}

/**
 * The descriptor of a handle that no longer owns it. Node has no public way to give a socket what was opened by its
 * path: a handle would close the descriptor a second time, and one of `fs.open` is closed again when a worker ends.
 */
function release(handle: FileHandle): number {
  const { fd } = handle;
  const kHandle = Object.getOwnPropertySymbols(handle).find((symbol) => symbol.description === "kHandle")!;
  (handle as unknown as Record<symbol, { releaseFD(): void }>)[kHandle]!.releaseFD();
  return fd;
}
