import { defineService, type Service } from "../service.ts";
import { federatedCredentialType } from "./federated-credential-type.ts";
import { userAssignedIdentityType } from "./user-assigned-identity-type.ts";

/** Microsoft.ManagedIdentity: user-assigned identities, with the ids of their principals and their federated credentials. */
export const managedIdentityService: Service = defineService({
  namespace: "Microsoft.ManagedIdentity",
  types: [userAssignedIdentityType, federatedCredentialType],
  routes: [],
});
