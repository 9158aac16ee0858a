import type { CredentialPlan } from "../plan/credential-plan.ts";
import type { IdentityPlan } from "../plan/identity-plan.ts";
import { applicationStep } from "./application-step.ts";
import { certificateStep } from "./certificate-step.ts";
import { federatedStep } from "./federated-step.ts";
import type { IdentityStep } from "./identity-step.ts";
import { roleStep } from "./role-step.ts";
import { secretStep } from "./secret-step.ts";
import { servicePrincipalStep } from "./service-principal-step.ts";

/** The steps of a plan: stages one after the other, the steps of a stage side by side. */
export function identitySteps(plan: IdentityPlan): readonly (readonly IdentityStep[])[] {
  return [
    [applicationStep],
    [servicePrincipalStep],
    [credentialStep(plan.credential), ...plan.roles.map((grant) => roleStep(grant))],
  ];
}

function credentialStep(credential: CredentialPlan): IdentityStep {
  switch (credential.kind) {
    case "federated":
      return federatedStep(credential);
    case "certificate":
      return certificateStep(credential);
    case "secret":
      return secretStep(credential);
  }
}
