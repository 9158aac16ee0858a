import { createEmulator, type Emulator } from "@azlin/emulator";
import { createSshKeyPair, KnownHosts, SshConnections } from "@azlin/ssh";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A local Azure whose VMs are real SSH servers, and connections that they let in. */
export interface GuestWorld {
  readonly emulator: Emulator;
  readonly connections: SshConnections;
}

const GROUP = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg/providers/Microsoft.Compute";

/** Makes running VMs of these names, all with one key; ends with the test. */
export async function guestWorld(...names: readonly string[]): Promise<GuestWorld> {
  const directory = await mkdtemp(join(tmpdir(), "azlin-health-"));
  const emulator = createEmulator({ seed: 1, guests: true });
  const { privateKey, publicKey } = createSshKeyPair("test");
  const keyPath = join(directory, "key");
  await writeFile(keyPath, privateKey, { mode: 0o600 });
  const connections = new SshConnections({ keyPath, knownHosts: new KnownHosts(directory) });
  onTestFinished(async () => {
    await connections.close();
    await emulator.stop();
    await rm(directory, { recursive: true, force: true });
  });
  for (const name of names) seedGuest(emulator, name, publicKey);
  await emulator.settled();
  emulator.journal.clear();
  return { emulator, connections };
}

function seedGuest(emulator: Emulator, name: string, keyData: string): void {
  const disk = `${GROUP}/disks/${name}-disk`;
  const path = "/home/azureuser/.ssh/authorized_keys";
  emulator.seed([
    { id: disk, body: { location: "westus2", properties: { diskSizeGB: 30, osType: "Linux" } } },
    {
      id: `${GROUP}/virtualMachines/${name}`,
      body: {
        location: "westus2",
        properties: {
          provisioningState: "Succeeded",
          vmId: `00000000-0000-4000-8000-${name.padStart(12, "0").slice(-12)}`,
          hardwareProfile: { vmSize: "Standard_D2s_v5" },
          storageProfile: { osDisk: { osType: "Linux", name: `${name}-disk`, managedDisk: { id: disk } } },
          osProfile: {
            computerName: name,
            adminUsername: "azureuser",
            linuxConfiguration: { ssh: { publicKeys: [{ path, keyData }] } },
          },
        },
      },
    },
  ]);
}
