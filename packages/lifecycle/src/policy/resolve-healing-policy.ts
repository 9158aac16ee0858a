import { ValidationError } from "@azlin/core";
import type { FleetGuard, HealBackoff, HealBudget, HealingPolicy } from "./healing-policy.ts";
import { RESTART_POLICIES } from "./restart-policy.ts";

/** What may be said of a {@link HealingPolicy}; the rest has defaults. */
export interface HealingPolicyOptions extends Partial<Omit<HealingPolicy, "backoff" | "fleet">> {
  readonly backoff?: Partial<HealBackoff>;
  readonly fleet?: Partial<FleetGuard>;
}

const DEFAULTS: HealingPolicy = {
  restartPolicy: "never",
  checkIntervalMs: 60_000,
  graceMs: 300_000,
  backoff: { baseMs: 30_000, factor: 2, maxMs: 3_600_000, jitter: 0.25, decayMs: 3_600_000 },
  budgets: [
    { count: 3, windowMs: 1_800_000 },
    { count: 6, windowMs: 86_400_000 },
  ],
  cooldownMs: 3_600_000,
  fleet: { maxShare: 0.05, correlatedShare: 0.3, correlatedWindowMs: 120_000 },
};

/**
 * Fills in defaults.
 *
 * @throws ValidationError (`INVALID_HEALING_POLICY`) when a value makes no sense.
 */
export function resolveHealingPolicy(options: HealingPolicyOptions = {}): HealingPolicy {
  const policy: HealingPolicy = {
    ...DEFAULTS,
    ...options,
    backoff: { ...DEFAULTS.backoff, ...options.backoff },
    fleet: { ...DEFAULTS.fleet, ...options.fleet },
  };
  const { restartPolicy, checkIntervalMs, graceMs, backoff, budgets, cooldownMs, fleet } = policy;
  if (!RESTART_POLICIES.includes(restartPolicy)) {
    throw invalid(`restartPolicy is '${restartPolicy as string}'`, `Give one of ${RESTART_POLICIES.join(", ")}.`);
  }
  checkPositive({ checkIntervalMs, "backoff.decayMs": backoff.decayMs });
  checkNotNegative({ graceMs, cooldownMs, "backoff.baseMs": backoff.baseMs, "backoff.jitter": backoff.jitter });
  checkNotNegative({ "fleet.correlatedWindowMs": fleet.correlatedWindowMs });
  checkShares({ "fleet.maxShare": fleet.maxShare, "fleet.correlatedShare": fleet.correlatedShare });
  checkBackoff(backoff);
  checkBudgets(budgets);
  return policy;
}

function checkBackoff({ baseMs, factor, maxMs }: HealBackoff): void {
  if (!(factor >= 1)) throw invalid(`backoff.factor is ${factor}`, "Give 1 or more.");
  if (!(maxMs >= baseMs)) throw invalid(`backoff.maxMs is ${maxMs}`, `Give baseMs, ${baseMs}, or more.`);
}

function checkBudgets(budgets: readonly HealBudget[]): void {
  if (budgets.length === 0) throw invalid("budgets is empty", "Give at least one, or the restart policy never.");
  for (const { count, windowMs } of budgets) {
    if (Number.isInteger(count) && count >= 1 && windowMs > 0) continue;
    throw invalid(`budget is ${count} in ${windowMs} ms`, "Give a whole number from 1 and a window above 0 ms.");
  }
}

function checkPositive(values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (!(value > 0)) throw invalid(`${name} is ${value}`, "Give a number above 0.");
  }
}

function checkNotNegative(values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (!(value >= 0)) throw invalid(`${name} is ${value}`, "Give a number, 0 or more.");
  }
}

function checkShares(values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (!(value > 0 && value <= 1)) throw invalid(`${name} is ${value}`, "Give a share above 0, at most 1.");
  }
}

function invalid(what: string, hint: string): ValidationError {
  return new ValidationError("INVALID_HEALING_POLICY", `The healing policy's ${what}.`, { hint });
}
