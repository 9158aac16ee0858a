import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { azlin, runProgram } from "../measure/child.mjs";
import { timed } from "../measure/in-turn.mjs";
import { atMost, median, rounded } from "../measure/statistics.mjs";

const ROUNDS = 5;

/** The daemon as a user has it: from the command until it answers, and from SIGTERM to its end with work in flight. */
export async function run() {
  const home = await mkdtemp(join(tmpdir(), "azlin-bench-"));
  const env = { ...process.env, AZLIN_HOME: home, HOME: home, AZLIN_CLOUD: "local" };
  const command = (...args) => runProgram(process.execPath, [azlin, ...args], { env });
  try {
    await prepare(home, command);
    const [starts, statuses, ends] = [[], [], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      starts.push((await command("lifecycle", "daemon", "start")).ms);
      statuses.push((await command("lifecycle", "daemon", "status")).ms);
      await untilFailing(command);
      ends.push(await timed(() => terminated(home)));
    }
    return {
      targets: { startMs: atMost(median(starts), 1_000), endMs: atMost(median(ends), 2_000) },
      figures: { statusMs: rounded(median(statuses)), slowestStartMs: rounded(Math.max(...starts)), rounds: ROUNDS },
    };
  } finally {
    await command("lifecycle", "daemon", "stop");
    await command("local", "stop");
    await rm(home, { recursive: true, force: true });
  }
}

/** A VM that fails every second, and a hook that hangs and does not listen. */
async function prepare(home, command) {
  const hook = join(home, "hook.sh");
  await writeFile(hook, "#!/bin/sh\ntrap '' TERM\nsleep 60\n", { mode: 0o755 });
  await command("new", "--name", "dev", "--tools", "none");
  await command("local", "nature", "dev", "ssh-down");
  await command("lifecycle", "enable", "dev", "--interval", "1", "--ssh-threshold", "1", "--grace", "0");
  await command("lifecycle", "hook", "dev", "on_failure", hook);
}

async function untilFailing(command) {
  for (;;) {
    const { stdout } = await command("lifecycle", "daemon", "status", "-o", "json");
    if (JSON.parse(stdout).report?.vms[0]?.failures > 0) return;
    await sleep(100);
  }
}

async function terminated(home) {
  const pid = Number(await readFile(join(home, "lifecycle-daemon.pid"), "utf8"));
  process.kill(pid, "SIGTERM");
  while (await runs(pid)) await sleep(5);
}

/** Whether a process runs; one that has ended and that nobody has waited for yet does not. */
async function runs(pid) {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== "linux") return true;
  const state = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  return state !== undefined && !/\) Z /.test(state);
}
