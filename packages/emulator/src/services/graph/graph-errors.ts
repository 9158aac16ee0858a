import { GraphError } from "./graph-error.ts";

/** Microsoft Graph's refusals that more than one request can meet, with its codes and texts. */

export function badRequest(message: string): GraphError {
  return new GraphError(400, "Request_BadRequest", message);
}

export function resourceNotFound(id: string): GraphError {
  return new GraphError(
    404,
    "Request_ResourceNotFound",
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
}

export function requestDenied(): GraphError {
  return new GraphError(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
}

export function unsupportedQuery(message = "Unsupported Query."): GraphError {
  return new GraphError(400, "Request_UnsupportedQuery", message);
}

/** For a value that must be unique and is not. */
export function sameKeyValue(property: string, type: string): GraphError {
  const message = `Another object with the same value for property ${property} already exists.`;
  return new GraphError(400, "Request_MultipleObjectsWithSameKeyValue", message, {
    details: [{ code: "ObjectConflict", message, target: `${type}.${property}` }],
  });
}

export function valueRequired(property: string, type: string): GraphError {
  return badRequest(`A value is required for property '${property}' of resource '${type}'.`);
}

export function invalidValue(property: string, type: string): GraphError {
  return badRequest(`Invalid value specified for property '${property}' of resource '${type}'.`);
}
