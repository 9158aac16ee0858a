import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { KnownHosts, sshArguments, sshTarget } from "@azlin/ssh";
import { azlin, runProgram } from "./child.mjs";

const GUEST_HOST = "127.0.0.1";

/**
 * A local Azure in a process of its own with this many running VMs, each a guest with an SSH server, and a home that
 * holds azlin's files and the key that signs in. `stop` removes all of it.
 */
export async function startGuestFleet(vms) {
  const home = await mkdtemp(join(tmpdir(), "azlin-bench-"));
  const env = { ...process.env, HOME: home, AZLIN_HOME: join(home, "azlin"), NO_COLOR: "1" };
  const args = (words) => [azlin, "--cloud", "local", ...words];
  const runAzlin = (...words) => runProgram(process.execPath, args(words), { env });
  const stop = async () => {
    await runProgram(process.execPath, [azlin, "local", "stop"], { env });
    await rm(home, { recursive: true, force: true });
  };
  try {
    await runProgram(process.execPath, [azlin, "local", "start", "--ephemeral"], { env });
    const size = ["--vm-size", "Standard_B1s", "--region", "eastus", "--resource-group", "fleet"];
    await runAzlin("new", "--name", "bench", "--pool", String(vms), ...size, "--tools", "none", "--yes");
    const { stdout } = await runAzlin("list", "-o", "json");
    const targets = JSON.parse(stdout).map((vm) => sshTarget(vm, { guestHost: GUEST_HOST }));
    return { home, env, args, runAzlin, targets, ...identity(env, home), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What azlin signs in with, for those who reach the guests without it, and the same for the system's `ssh`. */
function identity({ AZLIN_HOME }, home) {
  const keyPath = join(home, ".ssh", "azlin_key");
  const knownHosts = new KnownHosts(AZLIN_HOME);
  const options = { knownHostsPath: knownHosts.path, keyPath, isInteractive: false };
  return {
    keyPath,
    knownHosts,
    /** Arguments of the system's `ssh` up to the remote command; without the user's own configuration. */
    sshArgs: (target) => ["-F", "none", ...sshArguments(target, options)],
  };
}
