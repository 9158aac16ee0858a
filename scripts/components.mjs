import { existsSync } from "node:fs";
import { join } from "node:path";
import { fromProblems } from "./outcome.mjs";
import { exitWith } from "./print.mjs";
import { run } from "./run.mjs";
import { cacheDir, isMain } from "./workspace.mjs";

/** Where `.ci/run` puts the real az. */
export const cachedAz = join(cacheDir, "az", "az");

/** Real components that tests use when the machine has them: how to find out, and what goes untested without. */
const COMPONENTS = {
  az: { probe: findAz, without: "the real az against the emulator" },
  ssh: { probe: () => answering("ssh", ["-V"]), without: "the real ssh against the emulator's guests" },
  sshd: { probe: () => answering("/usr/sbin/sshd", ["-?"], 1), without: "azlin's own client against OpenSSH's server" },
  rsync: { probe: () => answering("rsync", ["--version"]), without: "the real rsync against the emulator's guests" },
  tmux: { probe: () => answering("tmux", ["-V"]), without: "commands driven through a terminal" },
  bwrap: { probe: () => answering("bwrap", SANDBOX), without: "commands in sandboxed guests" },
};

/** Many a machine has bubblewrap and does not let it do anything. */
const SANDBOX = ["--unshare-all", "--uid", "1000", "--gid", "1000", "--ro-bind", "/", "/", "--dev", "/dev", "true"];

/**
 * Finds the real components. One that `AZLIN_REQUIRE` (comma-separated names) asks for and that is not there fails;
 * any other absence is a warning. Tests are told of each by `AZLIN_<NAME>`, the path of its program.
 */
export async function checkComponents() {
  const required = (process.env.AZLIN_REQUIRE ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  const names = Object.keys(COMPONENTS);
  const found = await Promise.all(names.map((name) => COMPONENTS[name].probe()));
  const absent = names.filter((_, index) => found[index] === undefined);
  for (const [index, name] of names.entries()) {
    const variable = `AZLIN_${name.toUpperCase()}`;
    if (found[index] === undefined) delete process.env[variable];
    else process.env[variable] = found[index];
  }

  const problems = required
    .filter((name) => absent.includes(name) || !names.includes(name))
    .map((name) => `${name}: AZLIN_REQUIRE asks for it and it is not on this machine`);
  const warnings = absent
    .filter((name) => !required.includes(name))
    .map((name) => `SKIPPED without ${name}: ${COMPONENTS[name].without}`);
  const present = names.filter((name) => !absent.includes(name));
  return { ...fromProblems(problems, present.join(", ") || "none here"), warnings };
}

async function findAz() {
  const candidates = [process.env.AZLIN_AZ, existsSync(cachedAz) ? cachedAz : undefined, "az"].filter(Boolean);
  for (const candidate of candidates) {
    const { code, stdout } = await run(candidate, ["version", "--output", "json"], { timeoutMs: 60_000 });
    if (code !== 0) continue;
    const [major, minor] = JSON.parse(stdout)["azure-cli"].split(".").map(Number);
    if (major > 2 || (major === 2 && minor >= 50)) return candidate;
  }
  return undefined;
}

async function answering(command, args, exitCode = 0) {
  const { code } = await run(command, args, { timeoutMs: 20_000 });
  return code === exitCode ? command : undefined;
}

if (isMain(import.meta)) exitWith(await checkComponents());
