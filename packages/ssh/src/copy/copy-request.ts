import type { SshTarget } from "../target/ssh-target.ts";
import type { FilterOptions } from "../filter/tree-entry.ts";

/** Where files are: on this machine or on a VM. */
export type CopyPlace =
  | { readonly kind: "local"; readonly path: string }
  | { readonly kind: "remote"; readonly target: SshTarget; readonly path: string };

/** What to copy from where; `allow` lets files of this source go that the filter would hold back. */
export type CopySource = CopyPlace & FilterOptions;

/** What to copy. A directory whose path ends with a slash stands for what is in it. */
export interface CopyRequest {
  readonly sources: readonly CopySource[];
  /** A directory, when its path ends with a slash or several sources go there. */
  readonly destination: CopyPlace;
  /** Whether directories are copied. Default false. */
  readonly isRecursive?: boolean;
}

/** A place as a person would write it. */
export function placeName(place: CopyPlace): string {
  return place.kind === "local" ? place.path : `${place.target.name}:${place.path}`;
}
