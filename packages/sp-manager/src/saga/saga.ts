import type { AbortOptions } from "@azlin/core";
import type { IdentityAzure } from "../azure/identity-azure.ts";
import type { IdentityJournal } from "../journal/identity-journal.ts";
import type { SagaState } from "../journal/open-sagas.ts";
import type { SagaEntry, StepResult } from "../journal/saga-entry.ts";
import type { IdentityPlan } from "../plan/identity-plan.ts";
import { identitySteps } from "../steps/identity-steps.ts";
import type { IdentityStep, StepContext } from "../steps/identity-step.ts";

/** What a step that could not be taken back leaves behind. */
export interface LeftBehind {
  /** What it is, for people. */
  readonly what: string;
  readonly error: unknown;
}

/** Where a saga works. */
export interface SagaPlace {
  readonly azure: IdentityAzure;
  readonly journal: IdentityJournal;
}

type EntryOf<T extends SagaEntry["type"]> = Omit<Extract<SagaEntry, { readonly type: T }>, "saga" | "at">;

/**
 * The making of one identity: each step is written down before and after it is taken, so that whoever finds the journal can
 * finish it or take it back. Steps are taken in stages; they are taken back in the opposite order.
 */
export class Saga {
  readonly id: string;
  readonly plan: IdentityPlan;
  readonly #place: SagaPlace;
  readonly #begun: Set<string>;
  readonly #results: Map<string, StepResult>;

  private constructor(place: SagaPlace, state: Pick<SagaState, "saga" | "plan" | "begun" | "results">) {
    this.id = state.saga;
    this.plan = state.plan;
    this.#place = place;
    this.#begun = new Set(state.begun);
    this.#results = new Map(state.results);
  }

  /** Begins one; it is in the journal when this resolves. */
  static async begin(place: SagaPlace, id: string, plan: IdentityPlan): Promise<Saga> {
    const saga = new Saga(place, { saga: id, plan, begun: [], results: new Map() });
    const at = new Date(place.azure.clock.now()).toISOString();
    await place.journal.append({ type: "begun", saga: id, plan, at });
    return saga;
  }

  /** Takes one up where its journal ends. */
  static resume(place: SagaPlace, state: SagaState): Saga {
    return new Saga(place, state);
  }

  /** What the steps have made. */
  get results(): ReadonlyMap<string, StepResult> {
    return this.#results;
  }

  /** Takes the steps that were not taken yet. @throws what the first step that fails throws, when no other is under way. */
  async run({ signal }: AbortOptions = {}): Promise<void> {
    for (const stage of identitySteps(this.plan)) {
      const open = stage.filter(({ key }) => !this.#results.has(key));
      const ended = await Promise.allSettled(open.map((step) => this.#take(step, { signal })));
      const failed = ended.find((one) => one.status === "rejected");
      if (failed !== undefined) throw failed.reason;
    }
  }

  /** Takes back what was made or may have been made, as far as it can be. Not ended by a signal: half of it would stay. */
  async undo(): Promise<readonly LeftBehind[]> {
    const left: LeftBehind[] = [];
    for (const stage of identitySteps(this.plan).toReversed()) {
      const taken = stage.filter(({ key }) => this.#begun.has(key));
      left.push(...(await Promise.all(taken.map((step) => this.#takeBack(step)))).flat());
    }
    if (left.length === 0) await this.#note({ type: "ended", outcome: "undone" });
    return left;
  }

  /** Writes down that the identity is ready. */
  settle(): Promise<void> {
    return this.#note({ type: "ended", outcome: "created" });
  }

  async #take(step: IdentityStep, { signal }: AbortOptions): Promise<void> {
    signal?.throwIfAborted();
    this.#begun.add(step.key);
    await this.#note({ type: "intent", step: step.key });
    const result = await step.apply(this.#context(signal));
    this.#results.set(step.key, result);
    await this.#note({ type: "done", step: step.key, result });
  }

  async #takeBack(step: IdentityStep): Promise<LeftBehind[]> {
    try {
      await step.undo?.(this.#context(undefined));
    } catch (error) {
      return [{ what: step.title, error }];
    }
    this.#begun.delete(step.key);
    this.#results.delete(step.key);
    await this.#note({ type: "undone", step: step.key });
    return [];
  }

  #context(signal: AbortSignal | undefined): StepContext {
    return { azure: this.#place.azure, plan: this.plan, results: this.#results, signal };
  }

  #note(entry: EntryOf<"intent"> | EntryOf<"done"> | EntryOf<"undone"> | EntryOf<"ended">): Promise<void> {
    const at = new Date(this.#place.azure.clock.now()).toISOString();
    return this.#place.journal.append({ ...entry, saga: this.id, at });
  }
}
