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
  ssh: { probe: () => answers("ssh", ["-V"]), without: "the real ssh against the emulator's guests" },
  rsync: { probe: () => answers("rsync", ["--version"]), without: "the real rsync against the emulator's guests" },
  bwrap: {
    probe: () => answers("bwrap", ["--ro-bind", "/", "/", "--unshare-pid", "true"]),
    without: "commands in sandboxed guests",
  },
  redis: { probe: () => answers("redis-server", ["--version"]), without: "work spread by Redis" },
  chromium: { probe: () => answers("chromium", ["--version"]), without: "web pages in a real browser" },
};

/**
 * Finds the real components. One that `AZLIN_REQUIRE` (comma-separated names) asks for and that is not there fails;
 * any other absence is a warning. Exports `AZLIN_AZ`, the path of az, to the tests.
 */
export async function checkComponents() {
  const required = (process.env.AZLIN_REQUIRE ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  const names = Object.keys(COMPONENTS);
  const found = await Promise.all(names.map((name) => COMPONENTS[name].probe()));
  const absent = names.filter((_, index) => found[index] === undefined);
  const az = found[names.indexOf("az")];
  if (az === undefined) delete process.env.AZLIN_AZ;
  else process.env.AZLIN_AZ = az;

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

async function answers(command, args) {
  const { code } = await run(command, args, { timeoutMs: 20_000 });
  return code === 0 ? command : undefined;
}

if (isMain(import.meta)) exitWith(await checkComponents());
