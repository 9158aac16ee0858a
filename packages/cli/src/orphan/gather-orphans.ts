import { listOrphans, type Orphan, type VmAzure } from "@azlin/vms";
import type { Context } from "../context.ts";
import { orphanKind } from "./orphan-kind.ts";

/** Resources of azlin's that nothing uses any more, within `--resource-group`. */
export async function gatherOrphans(azure: VmAzure, kind: string | undefined, context: Context): Promise<Orphan[]> {
  const { resourceGroup, signal } = context;
  const orphans: Orphan[] = [];
  await context.progress("Looking for what nothing uses", async () => {
    for await (const orphan of listOrphans(azure, { signal, ...(resourceGroup !== undefined && { resourceGroup }) })) {
      if (kind === undefined || orphan.kind === orphanKind(kind)) orphans.push(orphan);
    }
  });
  return orphans;
}
