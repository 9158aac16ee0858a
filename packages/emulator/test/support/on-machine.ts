import { spawn } from "node:child_process";

/**
 * Whether this machine has all of these programs, and they work. Says on stderr what is skipped without.
 *
 * @throws Error when one is absent that `AZLIN_REQUIRE` names.
 */
export async function isOnMachine(...programs: readonly string[]): Promise<boolean> {
  const found = await Promise.all(programs.map(works));
  const absent = programs.filter((_, index) => !found[index]);
  const required = (process.env["AZLIN_REQUIRE"] ?? "").split(/[\s,]+/);
  for (const program of absent) {
    if (required.includes(program)) throw new Error(`AZLIN_REQUIRE names '${program}', which is not on this machine.`);
    process.stderr.write(`SKIPPED: tests with the real '${program}', which is not on this machine\n`);
  }
  return absent.length === 0;
}

const PROBES: Readonly<Record<string, readonly string[]>> = {
  ssh: ["-V"],
  tmux: ["-V"],
  bwrap: ["--unshare-all", "--uid", "1000", "--gid", "1000", "--ro-bind", "/", "/", "--dev", "/dev", "true"],
};

function works(program: string): Promise<boolean> {
  const child = spawn(program, [...(PROBES[program] ?? ["--version"])], { stdio: "ignore" });
  return new Promise((resolve) => {
    child.once("error", () => resolve(false));
    child.once("exit", (code) => resolve(code === 0));
  });
}
