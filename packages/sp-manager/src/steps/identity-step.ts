import type { AbortOptions } from "@azlin/core";
import type { IdentityAzure } from "../azure/identity-azure.ts";
import type { StepResult } from "../journal/saga-entry.ts";
import type { IdentityPlan } from "../plan/identity-plan.ts";

/** What a step works with. */
export interface StepContext extends AbortOptions {
  readonly azure: IdentityAzure;
  readonly plan: IdentityPlan;
  /** What earlier steps have made, by their keys. */
  readonly results: ReadonlyMap<string, StepResult>;
}

/** A part of an identity: how it is made, and how what may have been made of it is taken away. */
export interface IdentityStep {
  /** Names it in the journal. */
  readonly key: string;
  /** What it makes, for people. */
  readonly title: string;
  /** Makes it; made twice, it is there once. */
  readonly apply: (context: StepContext) => Promise<StepResult>;
  /** Takes it away, also when nobody knows whether it was made; `undefined` for what goes with an earlier step's. */
  readonly undo?: (context: StepContext) => Promise<void>;
}

/** One id that an earlier step has made. @throws Error when that step was not taken: the steps are in the wrong order. */
export function resultOf({ results }: StepContext, step: string, field: string): string {
  const value = results.get(step)?.[field];
  if (value === undefined) throw new Error(`The step '${step}' has not told its '${field}'.`);
  return value;
}
