import { createEmulator } from "@azlin/emulator";
import { TagManager } from "@azlin/tags";
import { timed } from "../measure/in-turn.mjs";
import { exactly, median, rounded } from "../measure/statistics.mjs";

const VM_ID =
  "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/fleet-01/providers/Microsoft.Compute" +
  "/virtualMachines/vm-1";
const WRITES = 50;

/** Requests that writes of tags need. */
export async function run() {
  const emulator = createEmulator({ seed: 1 });
  emulator.seed({ fleet: { vms: 1 } });
  const manager = new TagManager({ transport: emulator.transport() });
  await manager.mergeTags(VM_ID, { warm: "up" });
  const merge = await measured(emulator, (index) => manager.mergeTags(VM_ID, { round: String(index) }));
  const managed = await measured(emulator, () => manager.setManagedTags(VM_ID, { owner: "bench" }));
  return {
    targets: { mergeRequests: exactly(merge.requests, 1), setManagedRequests: exactly(managed.requests, 1) },
    figures: { mergeMs: merge.ms, setManagedMs: managed.ms },
  };
}

async function measured({ journal }, write) {
  const before = journal.total;
  const times = [];
  for (let index = 0; index < WRITES; index++) times.push(await timed(() => write(index)));
  return { requests: (journal.total - before) / WRITES, ms: rounded(median(times)) };
}
