import { NotFoundError, TransportError, type OperationOptions } from "@azlin/core";
import type { SshConnections } from "../remote/ssh-connections.ts";
import type { SshTarget } from "../target/ssh-target.ts";
import { printable } from "../text/printable.ts";
import { classifyEntry } from "./classify-entry.ts";
import { parseRemoteTree, type RemoteTree } from "./parse-remote-tree.ts";
import { PATH_MISSING, remoteTreeCommand } from "./remote-tree-script.ts";
import type { FilterOptions, FoundEntry, TreeEntry, Verdict } from "./tree-entry.ts";

/** What {@link classifyRemoteTree} found. */
export interface ClassifiedRemoteTree {
  readonly isDirectory: boolean;
  /** Absolute path on the VM, links resolved. Entries are relative to it, or to its directory when it is a file. */
  readonly realPath: string;
  readonly entries: readonly TreeEntry[];
}

/** Which files of which VM to look at. */
export interface RemotePath {
  readonly target: SshTarget;
  /** Absolute, or relative to the home directory. */
  readonly path: string;
}

/**
 * {@link classifyTree} for files on a VM: the same rules, searched for by the VM itself, in whole files. What it does
 * not answer for is held back.
 *
 * @throws NotFoundError (`PATH_NOT_FOUND`); TransportError (`REMOTE_TREE_UNREADABLE`); what a remote command throws.
 */
export async function classifyRemoteTree(
  connections: SshConnections,
  { target, path }: RemotePath,
  options: FilterOptions & OperationOptions = {},
): Promise<ClassifiedRemoteTree> {
  const tree = parseRemoteTree(await look(connections, { target, path }, options));
  const root = tree.isDirectory ? tree.realPath : parentOf(tree.realPath);
  const entries = tree.entries.map(({ isReadable, ...entry }): TreeEntry => {
    const early = classifyEntry(root, entry, options);
    if (typeof early === "object") return { ...entry, verdict: early };
    if (!isReadable) return { ...entry, verdict: { heldBack: "could not be read" } };
    return { ...entry, verdict: early === "unread" ? contentVerdict(tree, entry) : early };
  });
  return { isDirectory: tree.isDirectory, realPath: tree.realPath.toString("utf8"), entries };
}

function contentVerdict({ searched }: RemoteTree, { path }: FoundEntry): Verdict {
  const isFound = searched.get(path.toString("latin1"));
  if (isFound === undefined) return { heldBack: "could not be read" };
  return isFound ? { heldBack: "holds a secret: key, password or token" } : "allowed";
}

function parentOf(path: Buffer): Buffer {
  return path.subarray(0, path.lastIndexOf("/"));
}

async function look(
  connections: SshConnections,
  { target, path }: RemotePath,
  options: OperationOptions,
): Promise<Buffer> {
  return connections.open(target, { ...options, command: remoteTreeCommand(path) }, async (process) => {
    const chunks: Buffer[] = [];
    const complaints: Buffer[] = [];
    process.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    process.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
    process.stdin.end();
    const { exitCode } = await process.exit;
    if (exitCode === 0) return Buffer.concat(chunks);
    if (exitCode === PATH_MISSING) throw missing(target, path);
    throw unreadable(target, Buffer.concat(complaints));
  });
}

function missing({ name }: SshTarget, path: string): NotFoundError {
  return new NotFoundError("PATH_NOT_FOUND", `There is no ${path} on ${name}, or it may not be entered.`, {
    hint: "Paths on a VM are absolute, or relative to the home directory.",
    details: { path },
  });
}

function unreadable({ name }: SshTarget, complaint: Buffer): TransportError {
  return new TransportError("REMOTE_TREE_UNREADABLE", `${name} does not list its files: ${printable(complaint)}`, {
    hint: "It needs GNU find, grep and xargs.",
  });
}
