import { throttleLimitMs } from "../cleanup/throttle-limit.mjs";
import { tournament, variants } from "../cleanup/tournament.mjs";
import { timed } from "../measure/in-turn.mjs";
import { atMost, exactly, median, rounded } from "../measure/statistics.mjs";

const SEEDS = [1, 2, 3];

/**
 * Who cleans up after a run: azlin, the seed's algorithm and a nuke-style loop, each in the same worlds of a thousand VMs
 * that resist, on recorded latencies in virtual time.
 */
export async function run() {
  let results;
  let others;
  const ms = await timed(async () => {
    results = await tournament({ seeds: SEEDS });
    others = await variants(SEEDS[0]);
  });
  const { azlin } = results;
  return {
    targets: {
      leaks: exactly(sum(azlin, "leaks"), 0),
      wrongDeletes: exactly(sum(azlin, "wrongDeletes"), 0),
      untrue: exactly(sum(azlin, "untrue"), 0),
      blockedAndReported: exactly(sum(azlin, "blocked"), sum(azlin, "mustStay")),
      timeToCriticalPath: atMost(Math.max(...azlin.map(timeToCriticalPath)), 1.1),
      callsPerResource: atMost(Math.max(...azlin.map(callsPerResource)), 1.05),
    },
    figures: {
      worlds: SEEDS.length,
      seconds: rounded(ms / 1_000),
      perWorld: Object.fromEntries(Object.entries(results).map(([name, all]) => [name, figuresOf(all)])),
      variants: Object.fromEntries(Object.entries(others).map(([name, one]) => [name, variantOf(one)])),
      timeWithLimitsToTheirs: rounded(timeToLimit(others.byDefaultWithLimits)),
    },
  };
}

function sum(results, name) {
  return results.reduce((total, result) => total + result[name], 0);
}

function timeToCriticalPath({ ms, criticalPathMs }) {
  return ms / criticalPathMs;
}

/** Deletions sent for each resource or group for which any was sent: what goes with its group takes none. */
function callsPerResource({ calls, targets }) {
  return calls / targets;
}

/** Medians over the worlds. */
function figuresOf(results) {
  const middle = (of) => rounded(median(results.map(of)));
  return {
    seconds: middle(({ ms }) => ms / 1_000),
    criticalPathSeconds: middle(({ criticalPathMs }) => criticalPathMs / 1_000),
    timesToCriticalPath: results.map((result) => rounded(timeToCriticalPath(result))),
    callsPerResource: middle(callsPerResource),
    ...countsOf(middle),
    ...(results[0].proof !== undefined && { provedRemaining: middle(({ proof }) => proof.remaining) }),
  };
}

function countsOf(middle) {
  const names = ["ours", "calls", "requests", "throttled", "leaks", "wrongDeletes", "untrue", "blocked", "mustStay"];
  return Object.fromEntries(names.map((name) => [name, middle((result) => result[name])]));
}

/** The limit is the critical path, or what Azure lets through at most. */
function timeToLimit(result) {
  return result.ms / Math.max(result.criticalPathMs, throttleLimitMs(result));
}

function variantOf(result) {
  const { ms, throttled, leaks } = result;
  return {
    seconds: rounded(ms / 1_000),
    timeToCriticalPath: rounded(timeToCriticalPath(result)),
    callsPerResource: rounded(callsPerResource(result)),
    throttled,
    leaks,
  };
}
