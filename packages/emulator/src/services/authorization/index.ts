import { defineService, type Service } from "../service.ts";
import { permissionRoutes } from "./permission-routes.ts";
import { roleAssignmentType } from "./role-assignment-type.ts";
import { roleDefinitionRoutes } from "./role-definition-routes.ts";

/** Azure RBAC: role assignments, which bind every principal but the administrator, and the built-in roles. */
export const authorizationService: Service = defineService({
  namespace: "Microsoft.Authorization",
  types: [roleAssignmentType],
  routes: [...roleDefinitionRoutes, ...permissionRoutes],
});
