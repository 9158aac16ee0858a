import { changeDirectory, isMissing } from "../azure/applications.ts";
import type { CredentialPlan } from "../plan/credential-plan.ts";
import { resultOf, type IdentityStep } from "./identity-step.ts";

/** Gives the application a certificate by which it signs in. Goes with the application. */
export function certificateStep(credential: Extract<CredentialPlan, { readonly kind: "certificate" }>): IdentityStep {
  return {
    key: "credential",
    title: "certificate",
    apply: async (context) => {
      const { azure, signal, plan } = context;
      const application = resultOf(context, "application", "objectId");
      const keyCredential = {
        type: "AsymmetricX509Cert",
        usage: "Verify",
        key: credential.certificateBase64,
        displayName: plan.names.uniqueName,
        endDateTime: credential.endsAt,
      };
      await changeDirectory(azure, {
        operation: "give the application its certificate",
        path: `/applications/${application}`,
        signal,
        isEarly: isMissing,
        send: (request) => request.patch({ keyCredentials: [keyCredential] }) as Promise<unknown>,
      });
      return { endsAt: credential.endsAt };
    },
  };
}
