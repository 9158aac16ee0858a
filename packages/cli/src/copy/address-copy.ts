import { ValidationError } from "@azlin/core";
import type { CopyPlace, CopyRequest, Endpoint } from "@azlin/ssh";
import type { FleetVm } from "@azlin/vms";
import type { Remote } from "../remote/open-remote.ts";
import { allowedFiles } from "./allowed-files.ts";
import type { CopyEnds } from "./copy-ends.ts";

/** What the ends of a copy are looked up in. */
export interface CopyWays {
  readonly remote: Remote;
  /** The VMs by the names that were typed. */
  readonly vms: ReadonlyMap<string, FleetVm>;
}

/** How a copy was asked for. */
export interface CopyWishes {
  readonly isRecursive: boolean;
  /** Files that may go although they look secret, as typed: `PATH` or `VM:PATH`. */
  readonly allow: readonly Endpoint[];
}

/** A copy with the VMs' addresses in place of their names. */
export interface AddressedCopy {
  readonly request: CopyRequest;
  /** Files that may go although they look secret. */
  readonly allowed: readonly CopyPlace[];
}

/**
 * Looks up where the ends of a copy are.
 *
 * @throws PrerequisiteError (`VM_HAS_NO_ADDRESS`); ValidationError (`VM_NOT_IN_COPY`) for an allowed file of a VM
 * that has no part in it.
 */
export function addressCopy(ends: CopyEnds, { isRecursive, allow }: CopyWishes, ways: CopyWays): AddressedCopy {
  const allowed = allow.map((file) => placeOf(file, ways));
  const sources = ends.sources.map((end) => {
    const source = placeOf(end, ways);
    return { ...source, allow: allowedFiles(source, allowed) };
  });
  return { request: { sources, destination: placeOf(ends.destination, ways), isRecursive }, allowed };
}

function placeOf(end: Endpoint, { remote, vms }: CopyWays): CopyPlace {
  if (end.kind === "local") return end;
  const vm = vms.get(end.vm);
  if (vm !== undefined) return { kind: "remote", target: remote.target(vm), path: end.path };
  throw new ValidationError("VM_NOT_IN_COPY", `'${end.vm}' is no end of this copy.`, {
    hint: "Spell the files of --allow like the source that they are in.",
  });
}
