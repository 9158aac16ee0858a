import { stat } from "node:fs/promises";
import { join } from "node:path";
import { PrerequisiteError, type AbortOptions } from "@azlin/core";
import {
  printable,
  readCopySources,
  type CopyContext,
  type CopySource,
  type HeldBack,
  type SourceFacts,
} from "@azlin/ssh";

/** What `azlin sync` brings to VMs. */
export interface HomeFiles {
  readonly source: CopySource;
  readonly facts: readonly SourceFacts[];
  /** Files and links that may go. */
  readonly files: number;
  readonly bytes: number;
  readonly heldBack: readonly HeldBack[];
}

/**
 * Reads what is in `~/.azlin/home`, with the secret filter on everything.
 *
 * @param home - azlin's own directory.
 * @throws PrerequisiteError (`NOTHING_TO_SYNC`) when there is no such directory.
 */
export async function readHomeFiles(home: string, way: CopyContext, options: AbortOptions): Promise<HomeFiles> {
  const directory = await requireDirectory(join(home, "home"));
  const source: CopySource = { kind: "local", path: `${directory}/` };
  const facts = await readCopySources(way, [source], options);
  const entries = facts.flatMap((one) => one.entries);
  const files = entries.filter(({ kind, verdict }) => kind !== "directory" && verdict === "allowed");
  return {
    source,
    facts,
    files: files.length,
    bytes: files.reduce((total, { size }) => total + size, 0),
    heldBack: entries.flatMap(({ path, verdict }) =>
      verdict === "allowed" ? [] : [{ path: join(directory, printable(path)), reason: verdict.heldBack }],
    ),
  };
}

/** Whether there is something that VMs are to have in their home directories. */
export async function hasHomeFiles(home: string): Promise<boolean> {
  return (await stat(join(home, "home")).catch(() => undefined))?.isDirectory() === true;
}

async function requireDirectory(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() === true) return path;
  throw new PrerequisiteError("NOTHING_TO_SYNC", `There is no directory ${path}.`, {
    hint: "Make it, and put files into it that every VM is to have in its home directory: .vimrc, .tmux.conf, …",
    details: { path },
  });
}
