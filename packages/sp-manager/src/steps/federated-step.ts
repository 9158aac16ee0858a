import { isAzlinError } from "@azlin/core";
import { changeDirectory, isMissing } from "../azure/applications.ts";
import type { CredentialPlan } from "../plan/credential-plan.ts";
import { resultOf, type IdentityStep } from "./identity-step.ts";

/** Has the application take tokens of somebody else, without a secret. Goes with the application. */
export function federatedStep(credential: Extract<CredentialPlan, { readonly kind: "federated" }>): IdentityStep {
  const { name, issuer, subject, audiences } = credential;
  return {
    key: "credential",
    title: "federated credential",
    apply: async (context) => {
      const { azure, signal } = context;
      const application = resultOf(context, "application", "objectId");
      try {
        await changeDirectory(azure, {
          operation: "make the federated credential",
          path: `/applications/${application}/federatedIdentityCredentials`,
          signal,
          isEarly: isMissing,
          send: (request) => request.post({ name, issuer, subject, audiences }) as Promise<unknown>,
        });
      } catch (error) {
        // The application is our own: what has the name is what an earlier attempt made.
        if (!isAzlinError(error) || error.name !== "ConflictError") throw error;
      }
      return { name };
    },
  };
}
