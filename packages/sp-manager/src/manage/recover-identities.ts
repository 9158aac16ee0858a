import { toAzlinError, type AbortOptions, type SerializedError } from "@azlin/core";
import type { IdentityAzure } from "../azure/identity-azure.ts";
import type { IdentityJournal } from "../journal/identity-journal.ts";
import { openSagas, type SagaState } from "../journal/open-sagas.ts";
import type { ReadinessOptions } from "../probe/become-ready.ts";
import { Saga } from "../saga/saga.ts";
import { finishSaga } from "./apply-identity.ts";
import type { ServicePrincipalDetails } from "./service-principal-details.ts";

/** Options of {@link recoverIdentities}. */
export interface RecoverOptions extends AbortOptions {
  readonly journal: IdentityJournal;
  /** What becomes of identities that were being made. Default: `undo`, since whoever wanted them is gone. */
  readonly unfinished?: "undo" | "finish";
  readonly readiness?: ReadinessOptions;
}

/** What became of an identity that a dead process was making. */
export interface Recovered {
  readonly spName: string;
  readonly outcome: "undone" | "finished" | "failed";
  /** The identity, when it was finished. */
  readonly details: ServicePrincipalDetails | null;
  /** Why it could be neither finished nor taken back. */
  readonly error: SerializedError | null;
}

/**
 * Finishes or takes back what a process that died was making, by its journal. What fails stays in the journal for the next
 * time.
 */
export async function recoverIdentities(azure: IdentityAzure, options: RecoverOptions): Promise<Recovered[]> {
  const recovered: Recovered[] = [];
  for (const state of openSagas(options.journal.entries)) {
    options.signal?.throwIfAborted();
    recovered.push(await recover(azure, state, options));
  }
  return recovered;
}

async function recover(azure: IdentityAzure, state: SagaState, options: RecoverOptions): Promise<Recovered> {
  const { journal, unfinished = "undo", readiness = {}, signal } = options;
  const saga = Saga.resume({ azure, journal }, state);
  const spName = state.plan.names.displayName;
  try {
    if (unfinished === "finish") {
      const createdAt = new Date(azure.clock.now()).toISOString();
      const details = await finishSaga(azure, saga, { createdAt, readiness, signal });
      return { spName, outcome: "finished", details, error: null };
    }
    const [first] = await saga.undo();
    if (first === undefined) return { spName, outcome: "undone", details: null, error: null };
    throw first.error;
  } catch (error) {
    signal?.throwIfAborted();
    const told = toAzlinError(error, { operation: `recover '${spName}'` });
    return { spName, outcome: "failed", details: null, error: told.toJSON() };
  }
}
