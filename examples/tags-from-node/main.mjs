// Session names on VMs, from any Node application. Here on a local Azure in this process;
// for the real one replace two lines:
//   import { sdkTransport } from "@azlin/transports";
//   const transport = sdkTransport({ subscriptionIds: ["<yours>"] });
import assert from "node:assert/strict";
import { createEmulator } from "@azlin/emulator";
import { TagManager } from "@azlin/tags";

const emulator = createEmulator();
const transport = emulator.transport();
emulator.seed({ fleet: { vms: 3, prefix: "dev" } });

const tags = new TagManager({ transport });
const vms = [];
for await (const vm of tags.listManagedVms()) vms.push(vm);
const [first, second] = vms;

await tags.setSessionName(first.id, "amplihack-dev");
console.log(`${first.name} is now the session '${await tags.getSessionName(first.id)}'`);
const found = await tags.getVmBySession("amplihack-dev");
assert.equal(found?.id, first.id);

// A name belongs to one VM, also when several writers want it at once.
await assert.rejects(tags.setSessionName(second.id, "amplihack-dev"), (error) => {
  console.log(`${error.message} ${error.hint}`);
  return error.code === "TAG_CONFLICT";
});

// Reads within a minute come from memory.
const before = emulator.journal.total;
for (let read = 0; read < 1000; read++) await tags.getSessionName(first.id);
assert.equal(emulator.journal.total, before);
console.log("1,000 more reads took no request");
