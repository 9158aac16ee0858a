import { ValidationError } from "@azlin/core";
import type { CopyRequest } from "./copy-request.ts";

/**
 * Checks that a copy has a source, and that one of its ends is on a VM.
 *
 * @throws ValidationError (`NO_SOURCE`, `BOTH_ENDS_LOCAL`).
 */
export function assertEnds({ sources, destination }: CopyRequest): void {
  if (sources.length === 0) throw new ValidationError("NO_SOURCE", "There is nothing to copy.");
  if (destination.kind !== "local" || sources.every(({ kind }) => kind === "remote")) return;
  throw new ValidationError("BOTH_ENDS_LOCAL", "Both ends of the copy are on this machine.", {
    hint: "Write VM:PATH for the end that is on a VM, or use cp.",
  });
}
