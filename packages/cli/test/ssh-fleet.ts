import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { ensureSshKey, sshKeyPath } from "@azlin/ssh";
import { sshServer, type SshServer } from "@azlin/testing";
import { onTestFinished } from "vitest";
import { testCli, type TestCli } from "./run-cli.ts";
import { seedVms, vmId } from "./seed-vms.ts";

/** A fleet whose VMs have real SSH servers. */
export interface SshFleet {
  readonly cli: TestCli;
  /** The servers of `vm-1`, `vm-2`, … */
  readonly servers: readonly SshServer[];
  /** Home directory on a VM. */
  readonly homeOf: (vm: string) => string;
}

/** Makes running VMs `vm-1`, `vm-2`, … that let azlin's own key in. */
export async function sshFleet(vms: number): Promise<SshFleet> {
  const cli = await testCli();
  const { publicKey } = await ensureSshKey({ path: sshKeyPath(cli.home), comment: "test" });
  seedVms(cli.emulator, vms);
  const homeOf = (vm: string): string => join(cli.home, "vms", vm);
  const servers: SshServer[] = [];
  for (let index = 1; index <= vms; index++) {
    const name = `vm-${index}`;
    await mkdir(homeOf(name), { recursive: true });
    const server = await sshServer({ user: "azureuser", publicKey, home: homeOf(name) });
    onTestFinished(server.close);
    servers.push(server);
    await cli.run(["tag", "add", vmId(name), `azlin-ssh-port=${server.port}`]);
  }
  return { cli, servers, homeOf };
}
