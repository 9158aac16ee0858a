// The official Azure clients over `az rest` processes: az signs, and no token ever reaches this process.
// Here az talks to a local Azure; on your own machine leave out `env`, and it talks to the Azure you are signed in to.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ComputeManagementClient } from "@azure/arm-compute";
import { clientOptions } from "@azlin/core";
import { createEmulator, writeAzConfigDirectory } from "@azlin/emulator";
import { azCliTransport } from "@azlin/transports";

const azPath = process.env.AZLIN_AZ ?? "az";
if (spawnSync(azPath, ["version"]).status !== 0) {
  console.log("SKIPPED: this example needs the az command line, version 2.50 or newer (or its path in AZLIN_AZ).");
  process.exit(0);
}

const emulator = createEmulator();
emulator.seed({ fleet: { vms: 3 } });
const server = await emulator.listen({ tls: true });
const directory = mkdtempSync(join(tmpdir(), "azlin-az-"));
try {
  const env = { PATH: process.env.PATH, ...(await writeAzConfigDirectory(emulator, server, { directory })) };
  const transport = azCliTransport({
    mode: "rest",
    azPath,
    env,
    subscriptionIds: emulator.transport().subscriptionIds,
  });
  const [subscriptionId] = transport.subscriptionIds;
  const compute = new ComputeManagementClient(transport.credential, subscriptionId, clientOptions(transport));

  const names = [];
  for await (const vm of compute.virtualMachines.listAll()) names.push(vm.name);
  console.log(`through az: ${names.join(", ")}`);
  assert.deepEqual(names, ["vm-1", "vm-2", "vm-3"]);

  await assert.rejects(compute.virtualMachines.get("fleet-01", "nobody"), { statusCode: 404 });
  console.log("and Azure's errors come back as they are: 404 for a VM that is not there");
} finally {
  await emulator.stop();
  rmSync(directory, { recursive: true, force: true });
}
