// A local Azure for your own test-suite, with any test runner: a world per test, nothing global, no network.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createEmulator } from "@azlin/emulator";
import { TagManager } from "@azlin/tags";
import { applyPower, listVms, planPower, readPowerState, vmAzure } from "@azlin/vms";

function world(options) {
  const emulator = createEmulator(options);
  emulator.seed({ fleet: { vms: 2 } });
  const azure = vmAzure({ transport: emulator.transport() });
  return { emulator, azure };
}

async function firstVm(azure) {
  const { value } = await listVms(azure).next();
  return value;
}

await test("the code under test survives a throttled and a broken answer", async () => {
  const { emulator, azure } = world();
  const vm = await firstVm(azure);
  emulator.faults.set("busy", {
    match: { path: "*/deallocate" },
    times: 1,
    effect: { status: 429, code: "TooManyRequests", headers: { "retry-after-ms": "10" } },
  });
  emulator.faults.set("cable", { match: { path: "*/operations/*" }, times: 1, effect: { reset: true } });
  await applyPower(azure, planPower({ vmId: vm.id, wanted: "deallocate", powerState: "running" }));
  assert.equal(await readPowerState(azure, vm.id), "deallocated");
});

await test("an operation that Azure lets fail is told with Azure's reason", async () => {
  const { emulator, azure } = world();
  const vm = await firstVm(azure);
  emulator.faults.set("full", {
    match: { path: "*/start" },
    effect: { operationFails: { code: "AllocationFailed", message: "No capacity in this region." } },
  });
  const plan = planPower({ vmId: vm.id, wanted: "start", powerState: "deallocated" });
  await assert.rejects(applyPower(azure, plan), { code: "PROVISIONING_FAILED" });
});

await test("an index that lags by a minute takes no minute to test", async () => {
  const { emulator } = world({ clock: "virtual" });
  emulator.configure({
    consistency: { resourceGraphLagMs: 60_000, directoryReplicationMs: 0, rbacPropagationMs: 0 },
  });
  const tags = new TagManager({ transport: emulator.transport() });
  const sessions = async () => {
    const found = [];
    for await (const vm of tags.listManagedVms()) if (vm.session !== null) found.push(vm.session);
    return found;
  };
  const { value: vm } = await tags.listManagedVms({ source: "live" }).next();
  await tags.setSessionName(vm.id, "dev");
  assert.deepEqual(await sessions(), []);
  emulator.clock.advance(60_001);
  assert.deepEqual(await sessions(), ["dev"]);
});

await test("requests can be counted", async () => {
  const { emulator, azure } = world();
  emulator.seed({ fleet: { vms: 100, prefix: "more" } });
  let count = 0;
  for await (const _vm of listVms(azure)) count += 1;
  assert.equal(count, 102);
  assert.equal(emulator.journal.since().filter(({ surface }) => surface === "arm").length, 3);
});
