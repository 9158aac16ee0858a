/** How an identity signs in. */
export type CredentialRequest =
  /** By tokens of somebody else, a pipeline or a cluster: there is no secret. The default. */
  | {
      readonly kind: "federated";
      /** Who gives the tokens, `https://token.actions.githubusercontent.com`. */
      readonly issuer: string;
      /** Whom they have to be given to, `repo:owner/name:ref:refs/heads/main`. */
      readonly subject: string;
      /** Default: `["api://AzureADTokenExchange"]`. */
      readonly audiences?: readonly string[];
    }
  /** By a key whose public half is given here. */
  | {
      readonly kind: "certificate";
      /** X.509 certificate in PEM. It may not outlive the identity. */
      readonly certificatePem: string;
    }
  /** By a client secret, which is made by Entra and kept in Key Vault alone. */
  | {
      readonly kind: "secret";
      /** `https://NAME.vault.azure.net`. */
      readonly vaultUrl: string;
    };

/** A credential as it will be made. */
export type CredentialPlan =
  | {
      readonly kind: "federated";
      readonly name: string;
      readonly issuer: string;
      readonly subject: string;
      readonly audiences: readonly string[];
    }
  | { readonly kind: "certificate"; readonly certificateBase64: string; readonly endsAt: string }
  | { readonly kind: "secret"; readonly vaultUrl: string; readonly secretName: string };
