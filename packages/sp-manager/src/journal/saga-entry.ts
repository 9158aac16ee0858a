import type { IdentityPlan } from "../plan/identity-plan.ts";

/** Ids of what a step has made; never secrets. */
export type StepResult = Readonly<Record<string, string>>;

/** One line of the journal of identities. Times are ISO 8601. */
export type SagaEntry =
  /** An identity is going to be made. */
  | { readonly type: "begun"; readonly saga: string; readonly plan: IdentityPlan; readonly at: string }
  /** A step is about to be taken: from here on what it makes may be there. */
  | { readonly type: "intent"; readonly saga: string; readonly step: string; readonly at: string }
  /** A step was taken. */
  | {
      readonly type: "done";
      readonly saga: string;
      readonly step: string;
      readonly result: StepResult;
      readonly at: string;
    }
  /** What a step had made, or may have made, is gone. */
  | { readonly type: "undone"; readonly saga: string; readonly step: string; readonly at: string }
  /** It is settled: the identity is ready, or nothing of it is left. */
  | { readonly type: "ended"; readonly saga: string; readonly outcome: "created" | "undone"; readonly at: string };

const TYPES: ReadonlySet<unknown> = new Set(["begun", "intent", "done", "undone", "ended"]);

/** Reads a line of the journal; `undefined` when it is none. */
export function parseSagaEntry(value: unknown): SagaEntry | undefined {
  const entry = value as SagaEntry | null;
  return TYPES.has(entry?.type) && typeof entry?.saga === "string" ? entry : undefined;
}
