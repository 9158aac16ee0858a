// Ten thousand VMs, one page at a time: what is held in memory does not grow with the fleet.
import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { TagManager } from "@azlin/tags";
import { emulatorTransport } from "@azlin/transports";

const LIMIT_MB = 24;

// The local Azure runs beside us, so that only our own memory is measured.
const azure = fork(new URL("azure.mjs", import.meta.url));
const [{ url, subscriptionIds }] = await once(azure, "message");
try {
  const tags = new TagManager({ transport: emulatorTransport({ url, subscriptionIds }) });
  let count = 0;
  let base;
  let peak = 0;
  for await (const _vm of tags.listManagedVms()) {
    count += 1;
    if (count % 1000 !== 0) continue;
    globalThis.gc();
    const heapMb = process.memoryUsage().heapUsed / 2 ** 20;
    base ??= heapMb;
    peak = Math.max(peak, heapMb - base);
  }
  console.log(`${count} VMs listed; the heap grew by ${peak.toFixed(1)} MB after the first page`);
  assert.equal(count, 10_000);
  assert.ok(peak < LIMIT_MB, `The heap grew by more than ${LIMIT_MB} MB.`);
} finally {
  azure.kill();
}
