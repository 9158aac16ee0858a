import type { AbortOptions } from "@azlin/core";
import type { IdentityAzure } from "../azure/identity-azure.ts";
import { getPasswords, removePassword } from "../azure/passwords.ts";
import { renewSecret } from "../azure/renew-secret.ts";
import { purgeSecret, takeSecretAway } from "../azure/vault-secrets.ts";
import type { CredentialPlan } from "../plan/credential-plan.ts";
import { resultOf, type IdentityStep } from "./identity-step.ts";

type SecretPlan = Extract<CredentialPlan, { readonly kind: "secret" }>;

/** Has Entra make a client secret and puts it into the vault: it is nowhere else, and ends with the identity. */
export function secretStep(credential: SecretPlan): IdentityStep {
  const { vaultUrl, secretName } = credential;
  return {
    key: "credential",
    title: "secret",
    apply: async (context) => {
      const { azure, plan, signal } = context;
      const application = resultOf(context, "application", "objectId");
      await removeEarlier(azure, application, { signal });
      const { names, runId, scenarioName, expiresAt } = plan;
      const owner = { application, displayName: names.uniqueName, runId, scenarioName, expiresAt };
      return renewSecret(azure, { ...owner, place: { vaultUrl, secretName } }, { signal });
    },
    undo: async ({ azure, signal }) => {
      // Its password goes with the application; the vault keeps what it has.
      await takeSecretAway(azure, { vaultUrl, secretName }, { signal });
      await purgeSecret(azure, { vaultUrl, secretName }, { signal });
    },
  };
}

/** What an earlier attempt has made is known to nobody. */
async function removeEarlier(azure: IdentityAzure, application: string, options: AbortOptions): Promise<void> {
  for (const { keyId } of await getPasswords(azure, application, options)) {
    await removePassword(azure, { application, keyId }, options);
  }
}
