import type { SagaState } from "../journal/open-sagas.ts";
import type { Readiness } from "../probe/readiness.ts";

/** An identity that was made. Holds no secret. */
export interface ServicePrincipalDetails {
  /** Display name, `AzureHayMaker-{scenario}-{run}-admin`. */
  readonly spName: string;
  /** Client id (application id): by it the identity signs in. */
  readonly clientId: string;
  /** Object id of the service principal: roles are given to it. */
  readonly principalId: string;
  /** Object id of the application. */
  readonly applicationObjectId: string;
  /** Name of its secret in Key Vault; `null` when it signs in without one. */
  readonly secretReference: string | null;
  /** The vault of the secret. */
  readonly vaultUrl: string | null;
  /** ISO 8601. */
  readonly createdAt: string;
  /** ISO 8601; from then on no credential of it works and it may be swept. */
  readonly expiresAt: string;
  /** Ids of its role assignments. */
  readonly roleAssignmentIds: readonly string[];
  readonly readiness: Readiness;
}

/** What is told of an identity whose steps were all taken. */
export function detailsOf(
  { plan, results }: Pick<SagaState, "plan" | "results">,
  { createdAt, readiness }: Pick<ServicePrincipalDetails, "createdAt" | "readiness">,
): ServicePrincipalDetails {
  const { credential, names, roles, expiresAt } = plan;
  const application = results.get("application") ?? {};
  const isSecret = credential.kind === "secret";
  return {
    spName: names.displayName,
    clientId: application["clientId"] ?? "",
    principalId: results.get("servicePrincipal")?.["principalId"] ?? "",
    applicationObjectId: application["objectId"] ?? "",
    secretReference: isSecret ? credential.secretName : null,
    vaultUrl: isSecret ? credential.vaultUrl : null,
    createdAt,
    expiresAt,
    roleAssignmentIds: roles.map(({ scope, assignmentName }) => {
      return `${scope}/providers/Microsoft.Authorization/roleAssignments/${assignmentName}`;
    }),
    readiness,
  };
}
