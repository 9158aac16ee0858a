import { judge, newHistory, resolveThresholds } from "@azlin/health";
import { afterCheck, afterHeal, afterHealEnd, decide, newHealHistory, resolveHealingPolicy } from "@azlin/lifecycle";
import { median } from "../measure/statistics.mjs";

const DECISIONS = 1_000_000;
const ROUNDS = 5;
const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 0, 1);
const ALONE = { monitored: 100, checked: 100, failing: 1, together: 1, healing: 0 };
const OUTAGE = { monitored: 100, checked: 100, failing: 60, together: 60, healing: 0 };

/** Decisions of the policy a second, over a VM's life: healthy, failing, to be healed, healed in vain, in an outage. */
export function decisionsPerSecond() {
  const policy = resolveHealingPolicy({ restartPolicy: "on-failure" });
  const situations = situationsOf(policy, "SSSSSFSSFFFFFFFFFFFFFFFFFFFFFFFF");
  const rates = Array.from({ length: ROUNDS + 1 }, () => rate(situations, policy));
  return median(rates.slice(1));
}

function rate(situations, policy) {
  let heals = 0;
  const since = performance.now();
  for (let index = 0; index < DECISIONS; index++) {
    const { history, checked, fleet } = situations[index % situations.length];
    if (decide(history, checked, policy, fleet).action !== "none") heals += 1;
  }
  if (heals === 0) throw new Error("Nothing was ever healed.");
  return (DECISIONS / (performance.now() - since)) * 1_000;
}

/** What there is to decide at each check, twice: when the VM fails alone, and with most of its fleet. */
function situationsOf(policy, letters) {
  const thresholds = resolveThresholds({ startupGraceMs: 0 });
  let [health, history] = [newHistory("vm"), newHealHistory("vm")];
  return Array.from(letters).flatMap((letter, minute) => {
    const observation = observe(START_MS + minute * MINUTE_MS, letter === "S" ? "open" : "refused");
    const verdict = judge(observation, health, thresholds);
    health = verdict.history;
    history = afterCheck(history, { observation, verdict }, policy);
    const situation = { history, checked: { observation, verdict }, fleet: ALONE };
    if (decide(history, situation.checked, policy, ALONE).action !== "none") {
      const heal = { atMs: observation.atMs, action: "restart", random: 0.5 };
      history = afterHealEnd(afterHeal(history, heal, policy), heal.atMs);
    }
    return [situation, { ...situation, fleet: OUTAGE }];
  });
}

function observe(atMs, state) {
  return {
    atMs,
    power: { state: "running", error: null, agent: null, operationAtMs: START_MS - 60 * MINUTE_MS },
    ssh: { state, banner: null, error: null, durationMs: 1 },
    metrics: null,
    intent: null,
    isSpot: false,
  };
}
