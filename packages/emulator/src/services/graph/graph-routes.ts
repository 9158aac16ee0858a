import { applicationRoutes } from "./applications/application-routes.ts";
import { federatedCredentialRoutes } from "./credentials/federated-credential-routes.ts";
import { deletedItemRoutes } from "./deleted-items/deleted-item-routes.ts";
import { directoryRoutes } from "./directory-routes.ts";
import { GraphError } from "./graph-error.ts";
import type { GraphHandler } from "./graph-request.ts";
import { servicePrincipalRoutes } from "./service-principals/service-principal-routes.ts";

const ROUTES: Readonly<Record<string, GraphHandler>> = {
  ...applicationRoutes,
  ...servicePrincipalRoutes,
  ...federatedCredentialRoutes,
  ...deletedItemRoutes,
  ...directoryRoutes,
};
const SHAPES = new Set(Object.keys(ROUTES).map((route) => route.slice(route.indexOf(" ") + 1)));

/** Who answers a request. @throws GraphError (`BadRequest`, `Request_BadRequest`) for what is not served. */
export function graphHandler(method: string, shape: string): GraphHandler {
  const handler = ROUTES[`${method} ${shape}`];
  if (handler !== undefined) return handler;
  if (!SHAPES.has(shape)) {
    throw new GraphError(400, "BadRequest", `Resource not found for the segment '${shape.split("/")[0]}'.`);
  }
  throw new GraphError(405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.");
}
