import { testCli, type TestCli } from "./run-cli.ts";

/** A fleet whose VMs have guests: real SSH servers with a system of their own behind them. */
export interface GuestFleet {
  readonly cli: TestCli;
  /** Runs a shell command line on a VM, by the command line itself; its stdout. */
  readonly on: (vm: string, script: string) => Promise<string>;
}

/** Makes running VMs of these names (session = name), by `azlin new`, with azlin's own key in the test's home. */
export async function guestFleet(...names: readonly string[]): Promise<GuestFleet> {
  const cli = await testCli({ guests: true });
  for (const name of names) {
    const made = await cli.run(`new --name ${name} --resource-group fleet`);
    if (made.exitCode !== 0) throw new Error(made.stderr);
  }
  const on: GuestFleet["on"] = async (vm, script) => {
    const ran = await cli.run(["connect", vm, "-o", "json", "--", "bash", "-c", script]);
    const { results } = JSON.parse(ran.stdout) as { results: readonly { stdout: string }[] };
    return results[0]!.stdout;
  };
  return { cli, on };
}
