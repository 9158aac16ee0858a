import { defineService, type Service } from "../service.ts";
import { userAssignedIdentityType } from "./user-assigned-identity-type.ts";

/** Microsoft.ManagedIdentity: user-assigned identities, with the ids of their principals. */
export const managedIdentityService: Service = defineService({
  namespace: "Microsoft.ManagedIdentity",
  types: [userAssignedIdentityType],
  routes: [],
});
