import { decisionsPerSecond } from "../healing/decide-rate.mjs";
import { tournament } from "../healing/tournament.mjs";
import { timed } from "../measure/in-turn.mjs";
import { atLeast, atMost, exactly, rounded } from "../measure/statistics.mjs";

const SEEDS = 100;

/**
 * The policy tournament: who restarts what in a hundred worlds of a thousand VMs and a week each, in virtual time; and how
 * fast azlin's policy decides.
 */
export async function run() {
  const perSecond = decisionsPerSecond();
  let measures;
  const ms = await timed(() => (measures = tournament({ seeds: SEEDS })));
  const { azlin, everyFailure, ...others } = measures;
  const best = Math.min(...Object.values({ everyFailure, ...others }).map(secondsToRepair));
  return {
    targets: {
      budgetsExceeded: exactly(azlin.overBudget, 0),
      healedAgainstUsers: exactly(azlin.stopped, 0),
      healedForOutages: exactly(azlin.inOutages, 0),
      healedTwiceAtOnce: exactly(azlin.whileUnderWay, 0),
      fewerFalseRestarts: atLeast(falseRestarts(everyFailure) / falseRestarts(azlin), 10),
      timeToRepairToBest: atMost(secondsToRepair(azlin) / best, 1.2),
      decisionsPerSecond: atLeast(perSecond, 1_000_000),
    },
    figures: {
      worlds: SEEDS,
      seconds: rounded(ms / 1_000),
      perWorld: Object.fromEntries(Object.entries(measures).map(([name, one]) => [name, figuresOf(one)])),
    },
  };
}

function falseRestarts({ healthy, booting }) {
  return healthy + booting;
}

function secondsToRepair({ repairs }) {
  return repairs.ms / repairs.count / 1_000;
}

/** What a rule does in one world, on average; `mostInADay` is that of the unluckiest VM of all. */
function figuresOf(measures) {
  const { heals, healthy, booting, falseOutsideOutages, inOutages, stopped, overBudget, mostInADay, downMs } = measures;
  const perWorld = { heals, healthy, booting, falseOutsideOutages, inOutages, stopped, overBudget };
  return {
    ...Object.fromEntries(Object.entries(perWorld).map(([name, count]) => [name, rounded(count / SEEDS)])),
    mostInADay,
    secondsToRepair: rounded(secondsToRepair(measures)),
    hoursDown: rounded(downMs / SEEDS / 3_600_000),
  };
}
