import { realpath, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { mapConcurrent, NotFoundError, type OperationOptions } from "@azlin/core";
import { classifyRemoteTree } from "../filter/classify-remote-tree.ts";
import { classifyTree } from "../filter/classify-tree.ts";
import type { FilterOptions, TreeEntry } from "../filter/tree-entry.ts";
import { assertEnds } from "./assert-ends.ts";
import type { CopyContext } from "./copy-context.ts";
import type { CopyFacts, SourceFacts } from "./copy-facts.ts";
import type { CopyPlace, CopyRequest, CopySource } from "./copy-request.ts";
import { hasLocalRsync } from "./local-rsync.ts";

/** Options of {@link readCopyFacts}. */
export interface CopyFactsOptions extends OperationOptions {
  /** Of {@link readCopySources}, so that what goes to several places is looked at once. Default: read now. */
  readonly sources?: readonly SourceFacts[];
}

/**
 * Looks at both ends of a copy, with the secret filter on everything at the source.
 *
 * @throws ValidationError (`NO_SOURCE`, `BOTH_ENDS_LOCAL`) before anything is looked at; NotFoundError
 * (`PATH_NOT_FOUND`); what a remote command throws.
 */
export async function readCopyFacts(
  context: CopyContext,
  request: CopyRequest,
  options: CopyFactsOptions = {},
): Promise<CopyFacts> {
  assertEnds(request);
  const sources = options.sources ?? (await readCopySources(context, request.sources, options));
  const { kind: destination, hasRsync: isRsyncThere } = await readDestination(context, request.destination, options);
  const isRsyncAtSources = await everyRemoteHasRsync(context, request.sources, options);
  const hasRsync = isRsyncThere && isRsyncAtSources && (await hasLocalRsync(context));
  return { sources, destination, hasRsync };
}

/**
 * Looks at what is to be copied, with the secret filter on everything.
 *
 * @returns one for each source.
 * @throws NotFoundError (`PATH_NOT_FOUND`); what a remote command throws.
 */
export function readCopySources(
  context: CopyContext,
  sources: readonly CopySource[],
  options: OperationOptions = {},
): Promise<SourceFacts[]> {
  return mapConcurrent(sources, { concurrency: 4, signal: options.signal }, (source) =>
    source.kind === "local"
      ? readLocalSource(source, options)
      : readRemoteSource(context, source, { ...filterOf(source), ...options }),
  );
}

function filterOf({ allow }: CopySource): FilterOptions {
  return allow === undefined ? {} : { allow };
}

async function readLocalSource(source: CopySource, { signal }: OperationOptions): Promise<SourceFacts> {
  const { path } = source;
  const real = await realpath(path).catch((error: unknown) => {
    throw new NotFoundError("PATH_NOT_FOUND", `There is no ${path}.`, { hint: "Check the path.", cause: error });
  });
  const isDirectory = (await stat(real)).isDirectory();
  const root = isDirectory ? real : dirname(real);
  const entries: TreeEntry[] = [];
  const only = isDirectory ? {} : { only: [basename(real)] };
  for await (const entry of classifyTree(root, { ...only, ...filterOf(source), signal })) {
    entries.push(entry);
  }
  return { isDirectory, root, entries };
}

async function readRemoteSource(
  { connections }: CopyContext,
  source: CopyPlace & { readonly kind: "remote" },
  options: FilterOptions & OperationOptions,
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
