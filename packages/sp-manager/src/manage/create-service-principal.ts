import type { IdentityAzure } from "../azure/identity-azure.ts";
import type { IdentityRequest } from "../plan/identity-request.ts";
import { planIdentity } from "../plan/plan-identity.ts";
import { gatherIdentityFacts } from "../saga/gather-facts.ts";
import { applyIdentity, type ApplyIdentityOptions } from "./apply-identity.ts";
import type { ServicePrincipalDetails } from "./service-principal-details.ts";

/**
 * Makes an identity for a scenario of a run: an application, its service principal, a credential and roles, all of it or
 * nothing, and returns when it was seen to work.
 *
 * @throws what {@link gatherIdentityFacts} and {@link planIdentity} throw, before anything is made; ServicePrincipalError
 * (`SP_NOT_CREATED`); the signal's reason.
 */
export async function createServicePrincipal(
  azure: IdentityAzure,
  request: IdentityRequest,
  options: ApplyIdentityOptions = {},
): Promise<ServicePrincipalDetails> {
  const facts = await gatherIdentityFacts(azure, request, options);
  return applyIdentity(azure, planIdentity(request, facts), options);
}
