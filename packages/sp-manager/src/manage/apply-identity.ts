import { randomGuid, toAzlinError, type AbortOptions } from "@azlin/core";
import type { IdentityAzure } from "../azure/identity-azure.ts";
import { memoryIdentityJournal, type IdentityJournal } from "../journal/identity-journal.ts";
import type { IdentityPlan } from "../plan/identity-plan.ts";
import { becomeReady, type ReadinessOptions } from "../probe/become-ready.ts";
import { Saga, type LeftBehind } from "../saga/saga.ts";
import { ServicePrincipalError } from "../service-principal-error.ts";
import { detailsOf, type ServicePrincipalDetails } from "./service-principal-details.ts";

/** Options of {@link applyIdentity}. */
export interface ApplyIdentityOptions extends AbortOptions {
  /** Where each step is written down. Default: in memory, which a kill of the process loses. */
  readonly journal?: IdentityJournal;
  readonly readiness?: ReadinessOptions;
}

/**
 * Makes what a plan says and waits until it can be used. When anything fails, or the signal aborts, everything is taken back.
 *
 * @throws ServicePrincipalError (`SP_NOT_CREATED`; its cause says why, `left` what could not be taken back); the signal's
 * reason when everything was.
 */
export async function applyIdentity(
  azure: IdentityAzure,
  plan: IdentityPlan,
  { journal = memoryIdentityJournal(), readiness = {}, signal }: ApplyIdentityOptions = {},
): Promise<ServicePrincipalDetails> {
  const createdAt = new Date(azure.clock.now()).toISOString();
  const saga = await Saga.begin({ azure, journal }, randomGuid(azure.random), plan);
  try {
    return await finishSaga(azure, saga, { createdAt, readiness, signal });
  } catch (error) {
    const left = await saga.undo();
    if (left.length === 0) signal?.throwIfAborted();
    throw notCreated(plan, error, left);
  }
}

/** Takes the steps that are left and waits until the identity can be used. */
export async function finishSaga(
  azure: IdentityAzure,
  saga: Saga,
  { createdAt, readiness, signal }: { readonly createdAt: string; readonly readiness: ReadinessOptions } & AbortOptions,
): Promise<ServicePrincipalDetails> {
  await saga.run({ signal });
  const clientId = saga.results.get("application")?.["clientId"] ?? "";
  const ready = await becomeReady(azure, { plan: saga.plan, clientId }, { ...readiness, signal });
  await saga.settle();
  return detailsOf(saga, { createdAt, readiness: ready });
}

function notCreated(plan: IdentityPlan, thrown: unknown, left: readonly LeftBehind[]): ServicePrincipalError {
  const cause = toAzlinError(thrown, { operation: "make the identity" });
  const { displayName } = plan.names;
  const undone = left.length === 0 ? "What had been made was taken back." : "Some of it could not be taken back.";
  return new ServicePrincipalError("SP_NOT_CREATED", `'${displayName}' was not made. ${cause.message} ${undone}`, {
    cause,
    left: left.map(
      ({ what, error }) => `${what}: ${toAzlinError(error, { operation: `take the ${what} back` }).message}`,
    ),
    hint: left.length === 0 ? (cause.hint ?? "Try again.") : "Run 'azlin sp recover' when the cause is gone.",
  });
}
