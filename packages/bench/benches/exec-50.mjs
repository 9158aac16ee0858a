import process from "node:process";
import { shellQuote } from "@azlin/ssh";
import { azlin, runChild, runProgram } from "../measure/child.mjs";
import { startGuestFleet } from "../measure/guest-fleet.mjs";
import { inTurn, medians } from "../measure/in-turn.mjs";
import { atMost, exactly, rounded } from "../measure/statistics.mjs";
import { timedScript } from "../measure/timed-script.mjs";

const VMS = 50;
const ROUNDS = 7;
const SLOW_ROUNDS = 3;
/** What guests do that take their time, as far ones and busy ones do: nothing, for a second. */
const SLOW = ["sleep", "1"];

/** A command on all of 50 guests, beside the system's `ssh` on all of them at once. */
export async function run() {
  const fleet = await startGuestFleet(VMS);
  try {
    return await compare(fleet);
  } finally {
    await fleet.stop();
  }
}

async function compare(fleet) {
  const fast = await inTurn(
    {
      azlin: () => azlinOn(fleet, ["true"]),
      ssh: () => sshOnAll(fleet, ["true"]),
      twice: () => twice(fleet),
      startup: () => runProgram(process.execPath, [azlin, "--version"]),
    },
    { rounds: ROUNDS },
  );
  const slow = await inTurn(
    { azlin: () => azlinOn(fleet, SLOW), ssh: () => sshOnAll(fleet, SLOW) },
    { rounds: SLOW_ROUNDS, warmups: 0 },
  );
  const ms = medians(fast, (result) => result.ms);
  const cpuMs = medians({ azlin: fast.azlin, ssh: fast.ssh }, (result) => result.cpuMs);
  const slowMs = medians(slow, (result) => result.ms);
  const slowest = medians({ fast: fast.ssh, slow: slow.ssh }, (result) => result.slowestMs);
  const { first, second, firstCpu, secondCpu } = halves(fast.twice);
  return {
    targets: {
      wallToSlowestSsh: atMost((ms.azlin - ms.startup) / slowest.fast, 1.5),
      slowGuestsToSlowestSsh: atMost((slowMs.azlin - ms.startup) / slowest.slow, 1.5),
      cpuToSsh: atMost(cpuMs.azlin / cpuMs.ssh, 1),
      secondCpuToFirst: atMost(secondCpu / firstCpu, 0.1),
      vms: exactly(fleet.targets.length, VMS),
    },
    figures: {
      azlinMs: rounded(ms.azlin),
      startupMs: rounded(ms.startup),
      slowestSshMs: rounded(slowest.fast),
      azlinCpuMs: rounded(cpuMs.azlin),
      sshCpuMs: rounded(cpuMs.ssh),
      slowAzlinMs: rounded(slowMs.azlin),
      slowestSlowSshMs: rounded(slowest.slow),
      first: { ms: rounded(first), cpuMs: rounded(firstCpu) },
      second: { ms: rounded(second), cpuMs: rounded(secondCpu) },
    },
  };
}

function halves(results) {
  const of = (half, figure) => medians({ it: results }, (result) => result[half][figure]).it;
  return {
    first: of("first", "ms"),
    second: of("second", "ms"),
    firstCpu: of("first", "cpuMs"),
    secondCpu: of("second", "cpuMs"),
  };
}

/** The whole program, on all VMs. */
function azlinOn({ args, env }, command) {
  const line = shellQuote([process.execPath, ...args(["--", ...command])]);
  return timedScript(`${line} >/dev/null`, { env });
}

/** A loop of the shell that starts one `ssh` for each VM; the slowest is what a single command takes beside the others. */
async function sshOnAll({ targets, sshArgs, env }, command) {
  const jobs = targets.map((target) => {
    const line = shellQuote(["ssh", ...sshArgs(target), ...command]);
    return `{ since=$EPOCHREALTIME; ${line} && echo "$since $EPOCHREALTIME"; } & jobs+=($!)`;
  });
  const waits = 'for job in "${jobs[@]}"; do wait "$job" || return; done';
  const result = await timedScript([...jobs, waits].join("\n"), { env });
  const times = result.stdout.split("\n").map((line) => {
    const [since, until] = line.split(" ").map(Number);
    return (until - since) * 1_000;
  });
  return { ...result, slowestMs: Math.max(...times) };
}

/** The same command once more over connections that are open, in one process. */
async function twice({ env, keyPath, targets }) {
  const { stdout } = await runChild("exec-twice", [JSON.stringify({ home: env.AZLIN_HOME, keyPath, targets })]);
  return { ...JSON.parse(stdout), ms: 0 };
}
