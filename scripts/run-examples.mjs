import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { count, fromProcess } from "./outcome.mjs";
import { exitWith } from "./print.mjs";
import { run } from "./run.mjs";
import { schedule } from "./schedule.mjs";
import { examples, isMain } from "./workspace.mjs";

/** Runs the `example` script of every package below `examples/`; each counts as one, its exit code decides. */
export async function runExamples() {
  const members = examples();
  const silent = members.filter(({ manifest }) => manifest.scripts?.example === undefined);
  const tasks = members
    .filter((member) => !silent.includes(member))
    .map((member) => ({ name: member.name, run: () => runExample(member.dir) }));
  const outcomes = [...(await schedule(tasks, { limit: 2 }))];
  const failed = outcomes.filter(([, outcome]) => outcome.failed > 0);
  const output = [
    ...silent.map(({ folder }) => `examples/${folder}: package.json has no script "example"`),
    ...failed.map(([name, outcome]) => `${name}\n${outcome.output}`),
  ].join("\n\n");
  return {
    passed: outcomes.length - failed.length,
    failed: failed.length + silent.length,
    output,
    note: count(members.length, "example"),
  };
}

async function runExample(dir) {
  const home = mkdtempSync(join(tmpdir(), "azlin-example-"));
  try {
    const options = { cwd: dir, env: { AZLIN_HOME: home }, timeoutMs: 120_000 };
    return fromProcess(await run("npm", ["run", "--silent", "example"], options));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

if (isMain(import.meta)) exitWith(await runExamples());
