// VMs from a Node application: create two, run a command on both, copy a directory to one of them.
// Here on a local Azure in this process, whose VMs one can sign in to; for the real one replace two lines:
//   import { sdkTransport } from "@azlin/transports";
//   const transport = sdkTransport({ subscriptionIds: ["<yours>"] });
import assert from "node:assert/strict";
import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator } from "@azlin/emulator";
import { applyCopy, ensureSshKey, KnownHosts, planCopy, readCopyFacts, SshConnections, sshTarget } from "@azlin/ssh";
import { applyProvision, planProvision, readFleetVm, readProvisionFacts, setUpVm, vmAzure } from "@azlin/vms";

const emulator = createEmulator({ guests: true });
const transport = emulator.transport();

const home = await mkdtemp(join(tmpdir(), "azlin-example-"));
const key = await ensureSshKey({ path: join(home, "key"), comment: "example" });
const knownHosts = new KnownHosts(home);
const shell = new SshConnections({ knownHosts, keyPath: key.path, waitForServerMs: 0 });
try {
  // The plan is data: print it, check it, then carry it out.
  const azure = vmAzure({ transport });
  const request = {
    subscriptionId: transport.subscriptionIds[0],
    resourceGroup: "example",
    names: ["one", "two"],
    location: "westeurope",
    size: "Standard_B2s",
    adminUsername: "azureuser",
    sshPublicKey: key.publicKey,
    created: new Date(),
  };
  const plan = planProvision(request, await readProvisionFacts(azure, request));
  const { outcomes } = await applyProvision(azure, plan);

  const targets = [];
  for (const { id } of outcomes) {
    const vm = await readFleetVm(azure, id);
    const target = sshTarget(vm, { guestHost: transport.cloud.guestHost });
    const { state } = await setUpVm({ shell, target, size: vm.size });
    console.log(`${vm.name} is ${state}`);
    targets.push(target);
  }

  // Words reach the VM as they are: nothing is split or expanded on the way.
  const results = await Promise.all(targets.map((target) => shell.exec(target, ["printf", "%s\n", "a  b", "$HOME"])));
  for (const { stdout } of results) assert.equal(stdout, "a  b\n$HOME\n");

  await mkdir(join(home, "project"));
  await writeFile(join(home, "project", "notes.txt"), "hello\n");
  await writeFile(join(home, "project", ".env"), "TOKEN=secret\n");
  const copy = {
    sources: [{ kind: "local", path: join(home, "project") }],
    destination: { kind: "remote", target: targets[0], path: "." },
    isRecursive: true,
  };
  const way = { connections: shell, ssh: { keyPath: key.path, knownHostsPath: knownHosts.path }, rsyncProgram: null };
  const copyPlan = planCopy(copy, await readCopyFacts(way, copy));
  await applyCopy(way, copyPlan);
  for (const { reason } of copyPlan.heldBack) console.log(`held back .env: ${reason}`);
  const { stdout } = await shell.exec(targets[0], ["ls", "-A", "project"]);
  assert.equal(stdout, "notes.txt\n");
  console.log("the VM has notes.txt, and no secret");
} finally {
  await shell.close();
  await emulator.stop();
  await rm(home, { recursive: true, force: true });
}
