import { defineService, type Service } from "../service.ts";
import { lockRoutes } from "./lock-routes.ts";
import { lockType } from "./lock-type.ts";
import { permissionRoutes } from "./permission-routes.ts";
import { policyAssignmentRoutes } from "./policy/policy-assignment-routes.ts";
import { policyAssignmentType } from "./policy/policy-assignment-type.ts";
import { policyDefinitionRoutes } from "./policy/policy-definition-routes.ts";
import { policyDefinitionType } from "./policy/policy-definition-type.ts";
import { roleAssignmentRoutes } from "./role-assignment-routes.ts";
import { roleAssignmentType } from "./role-assignment-type.ts";
import { roleDefinitionRoutes } from "./role-definition-routes.ts";

/**
 * What may be done: role assignments, which bind every principal but the administrator; management locks and policies,
 * which bind everyone.
 */
export const authorizationService: Service = defineService({
  namespace: "Microsoft.Authorization",
  types: [roleAssignmentType, lockType, policyDefinitionType, policyAssignmentType],
  routes: [
    ...roleAssignmentRoutes,
    ...roleDefinitionRoutes,
    ...permissionRoutes,
    ...lockRoutes,
    ...policyDefinitionRoutes,
    ...policyAssignmentRoutes,
  ],
});
