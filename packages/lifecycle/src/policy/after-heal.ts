import { backoffDelay } from "./backoff-delay.ts";
import type { Heal, HealHistory } from "./heal-history.ts";
import type { HealingPolicy } from "./healing-policy.ts";
import { notLater } from "./not-later.ts";
import { countedHeals, healsWithin } from "./spent-budget.ts";

/** A heal that begins. */
export interface HealStart extends Heal {
  /** Chance, in [0, 1), for the back-off's jitter. */
  readonly random: number;
}

/**
 * The history with a heal begun: it is counted, whether or not it will succeed, the VM has its grace, and the next has
 * to wait. The circuit opens with the heal that spends a budget when all of that budget were in vain, and stays open with
 * each that is tried while it is.
 */
export function afterHeal(
  history: HealHistory,
  { atMs, action, random }: HealStart,
  policy: HealingPolicy,
): HealHistory {
  const before = notLater(history, atMs);
  const heals = [...countedHeals(before.heals, policy.budgets, atMs), { atMs, action }];
  const healsInVain = before.healsInVain + 1;
  const isSpentInVain = policy.budgets.some(
    ({ count, windowMs }) => healsInVain >= count && healsWithin(heals, windowMs, atMs) >= count,
  );
  return {
    ...before,
    heals,
    isUnderWay: true,
    healingSinceMs: atMs,
    healsInVain,
    backoffSteps: before.backoffSteps + 1,
    notBeforeMs: atMs + backoffDelay(policy.backoff, before.backoffSteps, random),
    circuitOpenedAtMs: isSpentInVain || before.circuitOpenedAtMs !== null ? atMs : null,
    recoveringSinceMs: null,
    failingSinceMs: null,
    lastChangeAtMs: atMs,
  };
}

/**
 * The history with the heal that was under way ended, well or not: the VM's grace begins anew.
 *
 * @param atMs - when, in milliseconds since the epoch.
 */
export function afterHealEnd(history: HealHistory, atMs: number): HealHistory {
  return { ...notLater(history, atMs), isUnderWay: false, lastChangeAtMs: atMs };
}
