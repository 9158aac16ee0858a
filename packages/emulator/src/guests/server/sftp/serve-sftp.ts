import type { SFTPWrapper } from "ssh2";
import { homeOf } from "../../disk/authorized-keys.ts";
import type { GuestServerParts } from "../guest-server.ts";
import { SftpFiles } from "./sftp-files.ts";
import { SFTP_OK, sftpStatus } from "./sftp-status.ts";

/** Serves the files of a guest over SFTP: what its own programs see in its root, without this machine's `/usr`. */
export function serveSftp(
  sftp: SFTPWrapper,
  { files, user, isDiskFull }: Pick<GuestServerParts, "files" | "user" | "isDiskFull">,
): void {
  const guest = new SftpFiles(files, { home: homeOf(user), isDiskFull });
  const reply = <T>(id: number, work: Promise<T>, answer: (value: T) => void): void => {
    work.then(answer).catch((error: unknown) => sftp.status(id, sftpStatus(error), textOf(error)));
  };
  const done = (id: number, work: Promise<unknown>): void => reply(id, work, () => sftp.status(id, SFTP_OK));
  serveHandles(sftp, guest, { reply, done });
  sftp.on("STAT", (id, path) => reply(id, guest.stat(path), (attributes) => sftp.attrs(id, attributes)));
  sftp.on("LSTAT", (id, path) => reply(id, guest.lstat(path), (attributes) => sftp.attrs(id, attributes)));
  sftp.on("SETSTAT", (id, path, attributes) => done(id, guest.setStat(path, attributes)));
  sftp.on("REMOVE", (id, path) => done(id, guest.remove(path)));
  sftp.on("RMDIR", (id, path) => done(id, guest.removeDirectory(path)));
  sftp.on("MKDIR", (id, path, attributes) => done(id, guest.makeDirectory(path, attributes)));
  sftp.on("RENAME", (id, from, to) => done(id, guest.rename(from, to)));
  // Named the other way around in the types: the link itself comes first.
  sftp.on("SYMLINK", (id, link, target) => done(id, guest.link(target, link)));
  sftp.on("REALPATH", (id, path) => reply(id, guest.realPath(path), (name) => sftp.name(id, [named(name)])));
  sftp.on("READLINK", (id, path) => reply(id, guest.readLink(path), (name) => sftp.name(id, [named(name)])));
  // The client waits for its channel to be closed.
  sftp.on("end", () => {
    sayGoodbye(sftp);
    sftp.end();
  });
  sftp.on("close", () => {
    guest.closeAll().catch(() => {});
  });
}

/** `scp` takes a subsystem that ends without an exit status for failed; ssh2 has no public way to send one. */
function sayGoodbye(sftp: SFTPWrapper): void {
  const { _protocol: protocol, outgoing } = sftp as unknown as {
    readonly _protocol?: { exitStatus(channel: number, status: number): void };
    readonly outgoing?: { readonly id: number };
  };
  if (outgoing !== undefined) protocol?.exitStatus(outgoing.id, 0);
}

interface Answers {
  readonly reply: <T>(id: number, work: Promise<T>, answer: (value: T) => void) => void;
  readonly done: (id: number, work: Promise<unknown>) => void;
}

/** What works on open files and directories. */
function serveHandles(sftp: SFTPWrapper, guest: SftpFiles, { reply, done }: Answers): void {
  sftp.on("OPEN", (id, path, ...[flags, attributes]) =>
    reply(id, guest.open(path, flags, attributes), (handle) => sftp.handle(id, handle)),
  );
  sftp.on("OPENDIR", (id, path) => reply(id, guest.openDirectory(path), (handle) => sftp.handle(id, handle)));
  sftp.on("READDIR", (id, handle) => reply(id, guest.list(handle), (names) => sftp.name(id, names)));
  sftp.on("READ", (id, handle, ...[offset, length]) =>
    reply(id, guest.read(handle, offset, length), (bytes) => sftp.data(id, bytes)),
  );
  sftp.on("WRITE", (id, handle, ...[offset, bytes]) => done(id, guest.write(handle, offset, bytes)));
  sftp.on("FSTAT", (id, handle) => reply(id, guest.fstat(handle), (attributes) => sftp.attrs(id, attributes)));
  sftp.on("FSETSTAT", (id, handle, attributes) => done(id, guest.setHandleStat(handle, attributes)));
  sftp.on("CLOSE", (id, handle) => done(id, guest.close(handle)));
}

function named(filename: string): { filename: string; longname: string; attrs: never } {
  return { filename, longname: filename, attrs: {} as never };
}

function textOf(error: unknown): string {
  return error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error);
}
