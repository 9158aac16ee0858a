import { isResourceId, NotFoundError, sameResource, ValidationError } from "@azlin/core";
import type { VmAzure, VmSnapshot } from "@azlin/vms";
import type { Context } from "../context.ts";
import { gatherSnapshots } from "./gather-snapshots.ts";

/**
 * The snapshot that the user named, by name or resource id; also one that azlin did not take.
 *
 * @throws NotFoundError (`SNAPSHOT_NOT_FOUND`), ValidationError (`AMBIGUOUS_SNAPSHOT`) with the candidates.
 */
export async function findSnapshot(azure: VmAzure, text: string, context: Context): Promise<VmSnapshot> {
  const all = await gatherSnapshots(azure, { includeForeign: true }, context);
  const found = all.filter(({ id, name }) =>
    isResourceId(text) ? sameResource(id, text) : name.toLowerCase() === text.toLowerCase(),
  );
  if (found.length === 0) {
    throw new NotFoundError("SNAPSHOT_NOT_FOUND", `There is no snapshot '${text}'.`, {
      hint: "'azlin snapshot list' shows those that exist.",
      details: { snapshot: text },
    });
  }
  if (found.length === 1) return found[0]!;
  throw new ValidationError("AMBIGUOUS_SNAPSHOT", `'${text}' could be several snapshots.`, {
    hint: "Say which with --rg, or give the resource id.",
    details: { snapshot: text, candidates: found.map(({ id }) => id) },
  });
}
