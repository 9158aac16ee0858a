import { afterPowerChange, judge, newHistory, resolveThresholds } from "@azlin/health";
import {
  afterCheck,
  afterHeal,
  afterHealEnd,
  decide,
  FleetWatch,
  newHealHistory,
  resolveHealingPolicy,
} from "@azlin/lifecycle";
import { draws } from "../draws.mjs";
import { RATES, WORLD } from "../rates.mjs";
import { CLOSED, GONE, OFF, OPEN, UNREAD } from "../sights.mjs";

const POWER = { [OPEN]: "running", [CLOSED]: "running", [UNREAD]: "unknown", [OFF]: "stopped", [GONE]: "deallocated" };
const ANSWERS = { state: "open", banner: "SSH-2.0-OpenSSH_9.6", error: null, durationMs: 1 };
const SILENT = { state: "no-answer", banner: null, error: null, durationMs: 1 };
const DOOR = { [OPEN]: ANSWERS, [CLOSED]: SILENT, [UNREAD]: SILENT, [OFF]: null, [GONE]: null };

/** Times of worlds begin at 0, those of the policy long after. */
const EPOCH_MS = Date.UTC(2026, 0, 1);

/** azlin's own policy with its defaults, and health judged as azlin judges it. */
export function azlinRule(world, truth) {
  return new AzlinRule(world, truth);
}

class AzlinRule {
  starts = true;
  readsAzure = true;
  #policy = resolveHealingPolicy({ restartPolicy: "on-failure" });
  #thresholds = resolveThresholds();
  #watch = new FleetWatch();
  #vms = Array.from({ length: WORLD.vms }, (_, vm) => newVm(`vm${vm}`));
  /** VMs whose last check could not tell. */
  #untold = 0;
  #chance;
  #truth;

  constructor({ seed }, truth) {
    this.#chance = draws(seed + 1_000_000);
    this.#truth = truth;
    for (const { history } of this.#vms) this.#watch.add(history.vmId);
  }

  check(vm, worldMs, sight) {
    const each = this.#vms[vm];
    const atMs = EPOCH_MS + worldMs;
    if (each.healEndsMs <= atMs) this.#endHeal(each);
    const observation = this.#observe(vm, atMs, sight);
    const verdict = judge(observation, each.health, this.#thresholds);
    const checked = { observation, verdict };
    each.health = verdict.history;
    each.history = afterCheck(each.history, checked, this.#policy);
    this.#watch.record(each.history, checked);
    this.#untold -= each.isUntold;
    each.isUntold = sight === OPEN || verdict.failures > 0 ? 0 : 1;
    this.#untold += each.isUntold;
    const { action } = decide(each.history, checked, this.#policy, this.#fleet(each.history));
    if (action === "none") return undefined;
    this.#heal(each, atMs, action);
    return 0;
  }

  isAtRest(vm) {
    return this.#vms[vm].history.healingSinceMs === null;
  }

  /** A VM that is left alone is checked in time all the same: it counts as checked without being looked at. */
  rest(vm) {
    const { vmId } = this.#vms[vm].history;
    this.#watch.forget(vmId);
    this.#watch.add(vmId);
  }

  #fleet(history) {
    const view = this.#watch.view(history, this.#policy);
    return { ...view, checked: WORLD.vms - this.#untold };
  }

  #observe(vm, atMs, sight) {
    const operationAtMs = sight === UNREAD ? null : EPOCH_MS + this.#truth.operationAtMs[vm];
    return {
      atMs,
      power: { state: POWER[sight], error: null, agent: null, operationAtMs },
      ssh: DOOR[sight],
      metrics: null,
      intent: this.#truth.isTagged[vm] === 1 ? "stopped" : "running",
      isSpot: false,
    };
  }

  #heal(each, atMs, action) {
    each.history = afterHeal(each.history, { atMs, action, random: this.#chance.next() }, this.#policy);
    each.health = afterPowerChange(each.health, atMs);
    each.healEndsMs = atMs + RATES.restartMs;
    this.#watch.recordHeal(each.history);
  }

  #endHeal(each) {
    each.history = afterHealEnd(each.history, each.healEndsMs);
    each.health = afterPowerChange(each.health, each.healEndsMs);
    each.healEndsMs = Infinity;
    this.#watch.recordHeal(each.history);
  }
}

function newVm(vmId) {
  return { health: newHistory(vmId), history: newHealHistory(vmId), healEndsMs: Infinity, isUntold: 0 };
}
