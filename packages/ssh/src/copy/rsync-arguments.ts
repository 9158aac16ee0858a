import type { SshTarget } from "../target/ssh-target.ts";
import { sshOptions, type SshArgumentsOptions } from "../shell/ssh-arguments.ts";
import type { Transfer } from "./copy-plan.ts";

/**
 * The arguments of the rsync that makes a transfer; it reads the names from its standard input, each ended by NUL.
 * A file is written under another name and renamed when it is whole; an unfinished one is kept in `.azlin-partial`,
 * where the next attempt goes on with it.
 */
export function rsyncArguments(transfer: Transfer, ssh: SshArgumentsOptions): string[] {
  const { source, destination, from, to, rename } = transfer;
  const remote = source.kind === "remote" ? source.target : destination.kind === "remote" ? destination.target : null;
  const rsh =
    remote === null ? [] : ["-e", rsyncShell(["ssh", ...sshOptions(remote, { ...ssh, isInteractive: false })])];
  const at = (place: Transfer["source"], path: string): string =>
    place.kind === "remote" ? remoteSpec(place.target, path) : plain(path);
  const ends =
    rename === undefined
      ? ["--files-from=-", "--from0", "--", at(source, `${from}/`), at(destination, `${to}/`)]
      : ["--", at(source, `${from}/${transfer.entries[0]!.path.toString("utf8")}`), at(destination, `${to}/${rename}`)];
  return [
    "--links",
    "--perms",
    "--chmod=ugo-s",
    "--times",
    "--secluded-args",
    "--partial-dir=.azlin-partial",
    "--timeout=60",
    "--outbuf=L",
    "--info=progress2",
    "--no-human-readable",
    ...rsh,
    ...ends,
  ];
}

function remoteSpec({ host }: SshTarget, path: string): string {
  return `${host.includes(":") ? `[${host}]` : host}:${plain(path)}`;
}

/** A path that cannot be read as an option or as `host:path`. */
function plain(path: string): string {
  return path.startsWith("/") ? path : `./${path}`;
}

/** rsync splits its remote shell at blanks itself: it knows quotes, which are doubled inside, but no backslash. */
function rsyncShell(argv: readonly string[]): string {
  return argv.map((word) => (/[\s'"]/.test(word) ? `'${word.replaceAll("'", "''")}'` : word)).join(" ");
}
