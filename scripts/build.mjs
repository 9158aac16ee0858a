import { existsSync } from "node:fs";
import { join } from "node:path";
import { filesBelow, fingerprint, hasStamp, writeStamp } from "./fingerprint.mjs";
import { asOneCheck, count, fromProcess } from "./outcome.mjs";
import { exitWith } from "./print.mjs";
import { runNode, tool } from "./run.mjs";
import { schedule } from "./schedule.mjs";
import { isMain, packages, root, buildDependencies } from "./workspace.mjs";

const SHARED_INPUTS = ["tsup.base.ts", "tsconfig.base.json", "pnpm-lock.yaml"].map((file) => join(root, file));
const NOT_INPUT = new Set(["dist", "node_modules", "test", "coverage", "temp", "etc"]);
const UP_TO_DATE = "up to date";

/** Builds every package after the packages it depends on, two at a time; leaves alone what has not changed. */
export async function build() {
  const members = packages().filter((member) => existsSync(join(member.dir, "tsup.config.ts")));
  const inputs = inputsOf(members);
  const tasks = members.map((member) => ({
    name: member.name,
    after: buildDependencies(member.manifest),
    run: () => buildPackage(member, inputs(member)),
  }));
  const outcomes = await schedule(tasks, { limit: 2 });
  const outcome = asOneCheck(outcomes);
  if (outcome.failed > 0) return outcome;
  const fresh = [...outcomes.values()].filter(({ note }) => note === UP_TO_DATE).length;
  return { ...outcome, note: `${count(outcomes.size, "package")}, ${fresh} ${UP_TO_DATE}` };
}

async function buildPackage({ folder, dir }, inputs) {
  const stamp = `build-${folder}`;
  if (hasStamp(stamp, `${inputs} ${outputsOf(dir)}`)) return { passed: 1, failed: 0, note: UP_TO_DATE };
  const result = await runNode([tool("tsup"), "--silent"], { cwd: dir });
  if (result.code === 0) writeStamp(stamp, `${inputs} ${outputsOf(dir)}`);
  return fromProcess(result);
}

/** A function that tells the hash of everything a member's build depends on, its dependencies' builds included. */
function inputsOf(members) {
  const known = new Map();
  const inputs = (member) => {
    if (!known.has(member.name)) known.set(member.name, compute(member));
    return known.get(member.name);
  };
  const compute = (member) => {
    const files = filesBelow(member.dir, (name) => !NOT_INPUT.has(name) && !name.endsWith(".md"));
    const needed = buildDependencies(member.manifest);
    const dependencies = members.filter(({ name }) => needed.includes(name));
    return fingerprint([...files, ...SHARED_INPUTS], dependencies.map(inputs));
  };
  return inputs;
}

function outputsOf(dir) {
  return fingerprint(filesBelow(join(dir, "dist")));
}

if (isMain(import.meta)) exitWith(await build());
