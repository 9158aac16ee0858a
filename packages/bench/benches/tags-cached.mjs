import { createEmulator } from "@azlin/emulator";
import { TagManager } from "@azlin/tags";
import { timed } from "../measure/in-turn.mjs";
import { exactly, rounded } from "../measure/statistics.mjs";

const READS = 1000;

/** Reads of tags that are in memory. */
export async function run() {
  const emulator = createEmulator({ seed: 1 });
  emulator.seed({ fleet: { vms: 10 } });
  const manager = new TagManager({ transport: emulator.transport() });
  const vmIds = [];
  for await (const { id } of manager.listManagedVms()) vmIds.push(id);
  const before = emulator.journal.total;
  const ms = await timed(async () => {
    for (let index = 0; index < READS; index++) await manager.getTags(vmIds[index % vmIds.length]);
  });
  return {
    targets: { requests: exactly(emulator.journal.total - before, 0), vms: exactly(vmIds.length, 10) },
    figures: { reads: READS, totalMs: rounded(ms), microsecondsEach: rounded((ms * 1000) / READS) },
  };
}
