import {
  afterPowerChange,
  judge,
  newHistory,
  resolveThresholds,
  type HealthHistory,
  type Observation,
  type Thresholds,
} from "@azlin/health";
import { afterCheck } from "../../../src/policy/after-check.ts";
import { afterHeal, afterHealEnd } from "../../../src/policy/after-heal.ts";
import { decide } from "../../../src/policy/decide.ts";
import type { Decision } from "../../../src/policy/decision.ts";
import { FleetWatch } from "../../../src/policy/fleet-watch.ts";
import { newHealHistory, type Heal, type HealHistory } from "../../../src/policy/heal-history.ts";
import type { HealingPolicy } from "../../../src/policy/healing-policy.ts";
import { resolveHealingPolicy, type HealingPolicyOptions } from "../../../src/policy/resolve-healing-policy.ts";

/** When the first check of a test is made. */
export const START = Date.UTC(2026, 0, 1);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** What a check sees, by letter: `S` it answers, `F` it does not, `?` Azure refuses, `D` its user has deallocated it. */
export type Sight = "S" | "F" | "?" | "D" | Partial<Observation>;

/** A VM as a check sees it. */
export function seen(sight: Sight, atMs: number): Observation {
  const running = { state: "running", error: null, agent: null, operationAtMs: null } as const;
  const open = { state: "open", banner: "SSH-2.0-test", error: null, durationMs: 1 } as const;
  const closed = { state: "refused", banner: null, error: null, durationMs: 1 } as const;
  const base = { atMs, power: running, ssh: open, metrics: null, intent: null, isSpot: false };
  if (sight === "S") return base;
  if (sight === "F") return { ...base, ssh: closed };
  if (sight === "D") return { ...base, power: { ...running, state: "deallocated" }, ssh: null };
  if (sight !== "?") return { ...base, ...sight, atMs };
  const error = { code: "THROTTLED", message: "Could not read: too many requests." };
  return { ...base, power: { ...running, state: "unknown", error }, ssh: closed };
}

/** Stopped from within, although its user wants it to run. */
export const SHUT_DOWN: Sight = {
  power: { state: "stopped", error: null, agent: null, operationAtMs: null },
  ssh: null,
  intent: "running",
};

interface FleetOptions {
  readonly size?: number;
  readonly policy?: HealingPolicyOptions;
  readonly thresholds?: Partial<Thresholds>;
  /** Milliseconds that Azure takes for a heal. */
  readonly healTakesMs?: number;
  readonly random?: number;
}

interface HealedVm {
  health: HealthHistory;
  history: HealHistory;
  endsAtMs: number | null;
}

/** VMs under one policy, treated as a daemon treats them; `on-failure` unless a test says otherwise. */
export class HealedFleet {
  readonly policy: HealingPolicy;
  readonly watch = new FleetWatch();
  readonly vms: HealedVm[];
  /** Heals that were begun, in order. */
  readonly heals: (Heal & { readonly index: number })[] = [];
  readonly #thresholds: Thresholds;
  readonly #healTakesMs: number;
  readonly #random: number;

  constructor({ size = 1, policy = {}, thresholds = {}, healTakesMs = 0, random = 0 }: FleetOptions = {}) {
    this.policy = resolveHealingPolicy({ restartPolicy: "on-failure", ...policy });
    this.#thresholds = resolveThresholds(thresholds);
    this.#healTakesMs = healTakesMs;
    this.#random = random;
    this.vms = Array.from({ length: size }, (_, index) => ({
      health: newHistory(`vm${index}`),
      history: newHealHistory(`vm${index}`),
      endsAtMs: null,
    }));
    for (const { history } of this.vms) this.watch.add(history.vmId);
  }

  /** Checks one VM, and heals it when the policy says so. */
  check(index: number, atMs: number, sight: Sight): Decision {
    const vm = this.vms[index]!;
    if (vm.endsAtMs !== null && atMs >= vm.endsAtMs) this.#endHeal(vm, vm.endsAtMs);
    const observation = seen(sight, atMs);
    const verdict = judge(observation, vm.health, this.#thresholds);
    vm.health = verdict.history;
    vm.history = afterCheck(vm.history, { verdict, observation }, this.policy);
    this.watch.record(vm.history, { verdict, observation });
    const view = this.watch.view(vm.history, this.policy);
    const decision = decide(vm.history, { verdict, observation }, this.policy, view);
    if (decision.action !== "none") this.#heal(index, { atMs, action: decision.action });
    return decision;
  }

  /** Checks every VM, spread over the interval from `atMs` on; `sights` says what is seen of each. */
  round(atMs: number, sights: (index: number) => Sight): Decision[] {
    const gapMs = Math.floor(this.policy.checkIntervalMs / this.vms.length);
    return this.vms.map((_, index) => this.check(index, atMs + index * gapMs, sights(index)));
  }

  /** Checks the first VM every minute: a letter each. */
  course(sights: Iterable<Sight>, fromMs = START): Decision[] {
    return Array.from(sights, (sight, tick) => this.check(0, fromMs + tick * MINUTE, sight));
  }

  #heal(index: number, heal: Heal): void {
    const vm = this.vms[index]!;
    this.heals.push({ ...heal, index });
    vm.history = afterHeal(vm.history, { ...heal, random: this.#random }, this.policy);
    vm.health = afterPowerChange(vm.health, heal.atMs);
    vm.endsAtMs = heal.atMs + this.#healTakesMs;
    if (this.#healTakesMs === 0) this.#endHeal(vm, heal.atMs);
    this.watch.recordHeal(vm.history);
  }

  #endHeal(vm: HealedVm, atMs: number): void {
    vm.endsAtMs = null;
    vm.history = afterHealEnd(vm.history, atMs);
    vm.health = afterPowerChange(vm.health, atMs);
    this.watch.recordHeal(vm.history);
  }
}

/** A course of checks, a letter each. */
export function letters(text: string): Sight[] {
  return Array.from(text, (letter) => letter as Sight);
}
