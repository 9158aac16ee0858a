import { defineService, type Service } from "../service.ts";
import { lockRoutes } from "./lock-routes.ts";
import { lockType } from "./lock-type.ts";
import { permissionRoutes } from "./permission-routes.ts";
import { roleAssignmentType } from "./role-assignment-type.ts";
import { roleDefinitionRoutes } from "./role-definition-routes.ts";

/** Azure RBAC: role assignments, which bind every principal but the administrator, the built-in roles, and management locks. */
export const authorizationService: Service = defineService({
  namespace: "Microsoft.Authorization",
  types: [roleAssignmentType, lockType],
  routes: [...roleDefinitionRoutes, ...permissionRoutes, ...lockRoutes],
});
