import type { Heal } from "./heal-history.ts";
import type { HealBudget } from "./healing-policy.ts";

/** The first budget that allows no further heal at a time; `undefined` when all do. */
export function spentBudget(
  heals: readonly Heal[],
  budgets: readonly HealBudget[],
  atMs: number,
): HealBudget | undefined {
  return budgets.find((budget) => healsWithin(heals, budget.windowMs, atMs) >= budget.count);
}

/** How many heals were begun in the time before another. */
export function healsWithin(heals: readonly Heal[], windowMs: number, atMs: number): number {
  let count = 0;
  for (const heal of heals) if (heal.atMs > atMs - windowMs) count += 1;
  return count;
}

/** The heals that some budget still counts. */
export function countedHeals(heals: readonly Heal[], budgets: readonly HealBudget[], atMs: number): readonly Heal[] {
  const longestMs = Math.max(...budgets.map(({ windowMs }) => windowMs));
  const isDated = heals.length > 0 && heals[0]!.atMs <= atMs - longestMs;
  return isDated ? heals.filter((heal) => heal.atMs > atMs - longestMs) : heals;
}
