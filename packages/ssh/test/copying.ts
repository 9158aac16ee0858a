import { mkdir, readFile, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  applyCopy,
  planCopy,
  readCopyFacts,
  type CopyContext,
  type CopyOptions,
  type CopyPlan,
  type CopyReport,
  type CopyRequest,
} from "../src/index.ts";
import type { FoundEntry } from "../src/filter/tree-entry.ts";
import { walkTree } from "../src/filter/walk-tree.ts";
import type { TestClient } from "./ssh-server.ts";

/** How a test copies: with rsync over the system's ssh, or as a tar stream. */
export function copyContext({ connections, keyPath, knownHosts }: TestClient, method: "rsync" | "tar"): CopyContext {
  return {
    connections,
    ssh: { keyPath, knownHostsPath: knownHosts.path },
    ...(method === "tar" && { rsyncProgram: null }),
  };
}

export async function planned(context: CopyContext, request: CopyRequest): Promise<CopyPlan> {
  return planCopy(request, await readCopyFacts(context, request));
}

export async function copied(context: CopyContext, request: CopyRequest, options?: CopyOptions): Promise<CopyReport> {
  return applyCopy(context, await planned(context, request), options);
}

/** What is below a directory: content of files with permissions and time, targets of links, `null` for directories. */
export async function contentsOf(root: string): Promise<Record<string, string | null>> {
  const found: Record<string, string | null> = {};
  for (const { path, kind, mode, mtimeMs, linkTarget } of walkTree(Buffer.from(root)) as Iterable<FoundEntry>) {
    const full = Buffer.concat([Buffer.from(`${root}/`), path]);
    const file = `${(mode & 0o777).toString(8)} ${Math.floor(mtimeMs / 1_000)} `;
    const key = path.toString("latin1");
    if (kind === "directory") found[key] = null;
    else if (kind === "symlink") found[key] = `-> ${linkTarget!.toString("latin1")}`;
    else found[key] = file + (await readFile(full, "latin1"));
  }
  return found;
}

/** Names that break what quotes badly. */
const ODD_NAMES = [
  "a  b",
  `it's "quoted"`,
  "two\nlines",
  "$(touch x)",
  "`id`",
  "-rf",
  "#hash",
  ";x",
  "..x",
  "é–ü",
  "a\\b",
  "*",
];

/** A tree with odd names, links, permissions, empty files and directories, and a file of some size. */
export async function oddTree(root: string): Promise<void> {
  await mkdir(join(root, "empty"), { recursive: true });
  for (const name of ODD_NAMES) {
    await mkdir(join(root, "dirs", name), { recursive: true });
    await writeFile(join(root, "dirs", name, name), `content of ${name}`);
  }
  await writeFile(join(root, "nothing"), "");
  await writeFile(join(root, "run.sh"), "#!/bin/sh\n", { mode: 0o750 });
  await writeFile(join(root, "read-only"), "x", { mode: 0o444 });
  await writeFile(join(root, "large"), Buffer.alloc(3_000_000, "0123456789abcdef\n"));
  await symlink("run.sh", join(root, "link"));
  await symlink(".", join(root, "loop"));
  await symlink("gone", join(root, "dangling"));
  await utimes(join(root, "run.sh"), 1_600_000_000, 1_600_000_000);
}
