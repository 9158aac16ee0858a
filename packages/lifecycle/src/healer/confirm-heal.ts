import type { HealAction } from "../policy/heal-history.ts";
import type { HealFacts } from "./heal-facts.ts";

/** What was known of the VM when it was decided to heal it. */
export interface DecidedHeal {
  readonly action: HealAction;
  /** When Azure had last ended an operation on it. */
  readonly operationAtMs: number | null;
}

/**
 * Why a heal that was decided must not be carried out after all, as a sentence; `undefined` when nothing speaks against it.
 * Checks see states that may be a minute old; this sees the VM as it is now. Pure.
 */
export function reasonAgainst({ action, operationAtMs }: DecidedHeal, facts: HealFacts): string | undefined {
  if (facts.power === "deleted") return "Azure has no such VM any more.";
  if (facts.isBusy) return "Azure is doing something to it already.";
  if (facts.intent === "stopped") return "Its user wants it to be stopped.";
  if (isOther(operationAtMs, facts.operationAtMs)) return "Somebody has just started, stopped or changed it.";
  if (action === "restart" && facts.power !== "running") return `It does not run any more: it is ${facts.power}.`;
  const isStopped = facts.power === "stopped" || facts.power === "deallocated";
  if (action === "start" && !isStopped) return `It is not stopped any more: it is ${facts.power}.`;
  return undefined;
}

function isOther(before: number | null, now: number | null): boolean {
  return before !== null && now !== null && before !== now;
}

/** What a look at a VM says about an action of which it is not known whether Azure ever got it. */
export type Evidence = "reached" | "not-reached" | "not-needed";

/** Whether an action that was cut off has reached Azure. Pure. */
export function evidenceOf(operationBeforeMs: number | null, facts: HealFacts): Evidence {
  if (facts.power === "deleted") return "not-needed";
  return facts.isBusy || isOther(operationBeforeMs, facts.operationAtMs) ? "reached" : "not-reached";
}
