import { isUtf8 } from "node:buffer";
import { posix } from "node:path";
import { ConflictError, ValidationError } from "@azlin/core";
import type { TreeEntry } from "../filter/tree-entry.ts";
import { printable } from "../text/printable.ts";
import { assertEnds } from "./assert-ends.ts";
import type { CopyFacts, SourceFacts } from "./copy-facts.ts";
import { copyMethod } from "./copy-method.ts";
import type { CopyMethod, CopyPlan, HeldBack, Transfer } from "./copy-plan.ts";
import { placeName, type CopyPlace, type CopyRequest } from "./copy-request.ts";

/**
 * What a copy would do: which files go where and how, and which are held back and why.
 *
 * @throws ValidationError (`NO_SOURCE`, `BOTH_ENDS_LOCAL`, `IS_A_DIRECTORY`, `NAME_TWICE`); ConflictError
 * (`NOT_A_DIRECTORY`).
 */
export function planCopy(request: CopyRequest, facts: CopyFacts): CopyPlan {
  assertRequest(request, facts);
  const planned = request.sources.map((source, index) => planSource({ request, facts, source, index }));
  assertNoNameTwice(planned.map(({ transfer }) => transfer));
  const transfers = planned
    .filter(({ transfer }, index) => transfer.entries.length > 0 || facts.sources[index]!.isDirectory)
    .map(({ transfer }) => transfer);
  return {
    transfers,
    files: sum(transfers.map(({ files }) => files)),
    bytes: sum(transfers.map(({ bytes }) => bytes)),
    heldBack: planned.flatMap(({ heldBack }) => heldBack),
  };
}

interface SourceInput {
  readonly request: CopyRequest;
  readonly facts: CopyFacts;
  readonly source: CopyPlace;
  readonly index: number;
}

function planSource(input: SourceInput): { readonly transfer: Transfer; readonly heldBack: HeldBack[] } {
  const { request, facts, source } = input;
  const found = facts.sources[input.index]!;
  const method = copyMethod({ source, destination: request.destination, found }, facts);
  const judged = found.entries.map((entry) => ({ entry, reason: reasonToHold(entry, input, method) }));
  const entries = judged.filter(({ reason }) => reason === undefined).map(({ entry }) => entry);
  const contents = entries.filter(({ kind }) => kind !== "directory");
  const heldBack = judged.flatMap(({ entry, reason }) =>
    reason === undefined ? [] : [{ path: shownPath(source, found, entry), reason }],
  );
  const transfer: Transfer = {
    source,
    destination: request.destination,
    method,
    from: found.root,
    ...goal(input, found),
    entries,
    files: contents.length,
    bytes: sum(contents.map(({ size }) => size)),
  };
  return { transfer, heldBack };
}

function reasonToHold(entry: TreeEntry, { request, source }: SourceInput, method: CopyMethod): string | undefined {
  if (entry.verdict !== "allowed") return entry.verdict.heldBack;
  const isRead = source.kind === "local" || request.destination.kind === "local";
  return method === "tar" && isRead && !isUtf8(entry.path)
    ? "its name is not UTF-8, which only rsync copies"
    : undefined;
}

/** Where a source goes: into the destination under its own name, or in its place. */
function goal({ request, facts, source }: SourceInput, found: SourceFacts): Pick<Transfer, "to" | "rename"> {
  const { path } = request.destination;
  const isInto = facts.destination === "directory" || path.endsWith("/") || request.sources.length > 1;
  const name = ownName(source.path);
  if (found.isDirectory) return { to: isInto && name !== undefined ? posix.join(path, name) : path };
  if (!isInto) return fileGoal(found, posix.dirname(path), posix.basename(path));
  return fileGoal(found, path, name ?? posix.basename(source.path));
}

function fileGoal({ entries }: SourceFacts, to: string, name: string): Pick<Transfer, "to" | "rename"> {
  return name === entries[0]?.path.toString("utf8") ? { to } : { to, rename: name };
}

/** The name under which a source arrives; `undefined` for the contents of a directory. */
function ownName(path: string): string | undefined {
  const name = posix.basename(path);
  return path.endsWith("/") || name === "." || name === ".." ? undefined : name;
}

function shownPath(source: CopyPlace, { isDirectory }: SourceFacts, entry: TreeEntry): string {
  const base = placeName(source);
  return isDirectory ? `${base.replace(/\/+$/, "")}/${printable(entry.path)}` : base;
}

function assertRequest(request: CopyRequest, facts: CopyFacts): void {
  const { sources, destination, isRecursive = false } = request;
  assertEnds(request);
  sources.forEach((source, index) => {
    if (!facts.sources[index]!.isDirectory || isRecursive) return;
    throw new ValidationError("IS_A_DIRECTORY", `${placeName(source)} is a directory.`, {
      hint: "Copy directories with -r.",
    });
  });
  const mustBeDirectory = sources.length > 1 || facts.sources.some(({ isDirectory }) => isDirectory);
  if (facts.destination !== "file" || (!mustBeDirectory && !destination.path.endsWith("/"))) return;
  throw new ConflictError("NOT_A_DIRECTORY", `${placeName(destination)} is a file, not a directory.`, {
    hint: "Name a directory to copy into.",
  });
}

function assertNoNameTwice(transfers: readonly Transfer[]): void {
  const seen = new Set<string>();
  for (const { to, rename, entries } of transfers) {
    for (const { path, kind } of entries) {
      if (kind === "directory") continue;
      const place = posix.join(to, rename ?? path.toString("latin1"));
      if (seen.has(place)) {
        throw new ValidationError("NAME_TWICE", `Two sources would be written to ${printable(place)}.`, {
          hint: "Copy them one after the other, to different places.",
        });
      }
      seen.add(place);
    }
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
