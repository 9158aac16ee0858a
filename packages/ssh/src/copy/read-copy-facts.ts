import { realpath, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { mapConcurrent, NotFoundError, type OperationOptions } from "@azlin/core";
import { classifyRemoteTree } from "../filter/classify-remote-tree.ts";
import { classifyTree } from "../filter/classify-tree.ts";
import type { TreeEntry } from "../filter/tree-entry.ts";
import type { CopyContext } from "./copy-context.ts";
import type { CopyFacts, SourceFacts } from "./copy-facts.ts";
import type { CopyPlace, CopyRequest } from "./copy-request.ts";
import { hasLocalRsync } from "./local-rsync.ts";

/**
 * Looks at both ends of a copy, with the secret filter on everything at the source.
 *
 * @throws NotFoundError (`PATH_NOT_FOUND`); what a remote command throws.
 */
export async function readCopyFacts(
  context: CopyContext,
  request: CopyRequest,
  options: OperationOptions = {},
): Promise<CopyFacts> {
  const sources = await mapConcurrent(request.sources, { concurrency: 4, signal: options.signal }, (source) =>
    source.kind === "local"
      ? readLocalSource(source.path, request, options)
      : readRemoteSource(context, source, { ...request, ...options }),
  );
  const { kind: destination, hasRsync: isRsyncThere } = await readDestination(context, request.destination, options);
  const isRsyncAtSources = await everyRemoteHasRsync(context, request.sources, options);
  const hasRsync = isRsyncThere && isRsyncAtSources && (await hasLocalRsync(context));
  return { sources, destination, hasRsync };
}

async function readLocalSource(
  path: string,
  { allow }: CopyRequest,
  { signal }: OperationOptions,
): Promise<SourceFacts> {
  const real = await realpath(path).catch((error: unknown) => {
    throw new NotFoundError("PATH_NOT_FOUND", `There is no ${path}.`, { hint: "Check the path.", cause: error });
  });
  const isDirectory = (await stat(real)).isDirectory();
  const root = isDirectory ? real : dirname(real);
  const entries: TreeEntry[] = [];
  const only = isDirectory ? {} : { only: [basename(real)] };
  for await (const entry of classifyTree(root, { ...only, ...(allow !== undefined && { allow }), signal })) {
    entries.push(entry);
  }
  return { isDirectory, root, entries };
}

async function readRemoteSource(
  { connections }: CopyContext,
  source: CopyPlace & { readonly kind: "remote" },
  options: OperationOptions & Pick<CopyRequest, "allow">,
): Promise<SourceFacts> {
  const { isDirectory, realPath, entries } = await classifyRemoteTree(connections, source, options);
  return { isDirectory, root: isDirectory ? realPath : dirname(realPath), entries };
}

interface DestinationFacts {
  readonly kind: CopyFacts["destination"];
  readonly hasRsync: boolean;
}

const PROBE = `if [ -d "$1" ]; then echo directory; elif [ -e "$1" ]; then echo file; else echo absent; fi
command -v rsync`;

async function readDestination(
  { connections }: CopyContext,
  place: CopyPlace,
  options: OperationOptions,
): Promise<DestinationFacts> {
  if (place.kind === "local") return { kind: await localKind(place.path), hasRsync: true };
  const { stdout } = await connections.exec(place.target, ["sh", "-c", PROBE, "sh", place.path], options);
  const [kind, rsync = ""] = stdout.split("\n");
  return { kind: kind === "directory" || kind === "file" ? kind : "absent", hasRsync: rsync !== "" };
}

async function localKind(path: string): Promise<CopyFacts["destination"]> {
  try {
    return (await stat(path)).isDirectory() ? "directory" : "file";
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "absent";
    throw error;
  }
}

async function everyRemoteHasRsync(
  { connections }: CopyContext,
  places: readonly CopyPlace[],
  options: OperationOptions,
): Promise<boolean> {
  for (const place of places) {
    if (place.kind === "local") continue;
    const { exitCode } = await connections.exec(place.target, "command -v rsync >/dev/null", options);
    if (exitCode !== 0) return false;
  }
  return true;
}
