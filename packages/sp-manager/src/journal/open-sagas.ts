import type { IdentityPlan } from "../plan/identity-plan.ts";
import type { SagaEntry, StepResult } from "./saga-entry.ts";

/** Where the making of one identity stands, by its journal. */
export interface SagaState {
  readonly saga: string;
  readonly plan: IdentityPlan;
  /** Steps that were begun and not taken back, in order. */
  readonly begun: readonly string[];
  /** What steps that were taken have made. */
  readonly results: ReadonlyMap<string, StepResult>;
  readonly outcome: "created" | "undone" | null;
}

/** Reads a journal: the state of every identity that it knows, oldest first. Pure. */
export function readSagas(entries: readonly SagaEntry[]): SagaState[] {
  const sagas = new Map<string, SagaState>();
  for (const entry of entries) {
    const state = sagas.get(entry.saga);
    const next = entry.type === "begun" ? newSaga(entry) : state && advanced(state, entry);
    if (next !== undefined) sagas.set(entry.saga, next);
  }
  return [...sagas.values()];
}

/** Those that are neither ready nor undone: whoever made them has died on the way. */
export function openSagas(entries: readonly SagaEntry[]): SagaState[] {
  return readSagas(entries).filter(({ outcome }) => outcome === null);
}

function newSaga({ saga, plan }: Extract<SagaEntry, { readonly type: "begun" }>): SagaState {
  return { saga, plan, begun: [], results: new Map(), outcome: null };
}

function advanced(state: SagaState, entry: Exclude<SagaEntry, { readonly type: "begun" }>): SagaState {
  switch (entry.type) {
    case "intent":
      return { ...state, begun: [...state.begun.filter((step) => step !== entry.step), entry.step] };
    case "done":
      return { ...state, results: new Map([...state.results, [entry.step, entry.result]]) };
    case "undone":
      return {
        ...state,
        begun: state.begun.filter((step) => step !== entry.step),
        results: new Map([...state.results].filter(([step]) => step !== entry.step)),
      };
    case "ended":
      return { ...state, outcome: entry.outcome };
  }
}
