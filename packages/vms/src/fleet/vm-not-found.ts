import { NotFoundError, ValidationError } from "@azlin/core";
import type { ManagedVm } from "@azlin/tags";

/** The error for a text that names no VM. */
export function vmNotFound(text: string, resourceGroup: string | undefined): NotFoundError {
  const place = resourceGroup === undefined ? "" : ` in resource group '${resourceGroup}'`;
  return new NotFoundError("VM_NOT_FOUND", `VM or session '${text}' not found${place}.`, {
    hint: "'azlin list' shows the VMs that exist.",
    details: { vm: text },
  });
}

/** The error for a text that names several VMs. */
export function ambiguousVm(
  text: string,
  candidates: readonly Pick<ManagedVm, "id" | "name" | "resourceGroup">[],
): ValidationError {
  const places = candidates.map(({ name, resourceGroup }) => `${resourceGroup}/${name}`).join(", ");
  return new ValidationError("AMBIGUOUS_VM", `'${text}' could be several VMs: ${places}.`, {
    hint: "Say which with --rg, or give the resource id.",
    details: { vm: text, candidates: candidates.map(({ id }) => id) },
  });
}
