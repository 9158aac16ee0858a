import process from "node:process";
import { tournament } from "../identities/tournament.mjs";
import { timed } from "../measure/in-turn.mjs";
import { atLeast, atMost, exactly, rounded } from "../measure/statistics.mjs";

/** Fewer, to try it: AZLIN_BENCH_WORLDS=20. */
const WORLDS = Number(process.env.AZLIN_BENCH_WORLDS ?? 1_000);
/** The longest wait between two looks, and the requests of the last one. */
const ONE_LOOK_S = 5.5;

/**
 * Who makes identities that leave nothing behind: azlin, the engine of HashiCorp Vault and the seed's algorithm, each in the
 * same worlds of recorded replication and a Graph that throttles, undisturbed and killed at every step.
 */
export async function run() {
  let results;
  const ms = await timed(async () => {
    results = await tournament(WORLDS);
  });
  const { azlin } = results;
  return {
    targets: {
      ...Object.fromEntries(
        Object.entries(leftOf([...azlin.live, ...azlin.killed])).map(([what, count]) => [what, exactly(count, 0)]),
      ),
      failedCreations: exactly(failedOf(azlin), 0),
      secondsAfterUsable: atMost(Math.max(...lateness(azlin)), ONE_LOOK_S),
      neverTooEarly: atLeast(Math.min(...lateness(azlin)), 0),
    },
    figures: {
      worlds: WORLDS,
      seconds: rounded(ms / 1_000),
      ...Object.fromEntries(Object.entries(results).map(([name, result]) => [name, figuresOf(result)])),
    },
  };
}

function figuresOf(result) {
  const made = result.live.filter(({ isMade }) => isMade);
  const times = made.map(({ toUsableMs }) => toUsableMs / 1_000);
  const besides = made.map(({ besidesNewsMs }) => besidesNewsMs / 1_000);
  return {
    failedCreations: failedOf(result),
    kills: result.killed.filter(({ isKilled }) => isKilled).length,
    leftAfterLife: leftOf(result.live),
    leftAfterKill: leftOf(result.killed),
    secondsToUsable: { p50: quantile(times, 0.5), p99: quantile(times, 0.99) },
    secondsBesidesNews: { p50: quantile(besides, 0.5), p99: quantile(besides, 0.99) },
    handedOverTooEarly: lateness(result).filter((seconds) => seconds < 0).length,
  };
}

function failedOf({ live }) {
  return live.filter(({ isMade }) => !isMade).length;
}

/** Seconds between the moment from which an identity worked and that in which it was handed over. */
function lateness({ live }) {
  return live.filter(({ isMade }) => isMade).map(({ afterUsableMs }) => afterUsableMs / 1_000);
}

/** Sums over the worlds. */
function leftOf(results) {
  const sums = {};
  for (const { left } of results) {
    for (const [what, count] of Object.entries(left)) sums[what] = (sums[what] ?? 0) + count;
  }
  return sums;
}

function quantile(numbers, share) {
  const sorted = numbers.toSorted((left, right) => left - right);
  return sorted.length === 0 ? null : rounded(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]);
}
