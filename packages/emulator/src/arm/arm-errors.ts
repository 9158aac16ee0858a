import { resourceNameOf, type ResourceId } from "@azlin/core";
import { ArmError } from "./arm-error.ts";

/** Resource Manager's own refusals, with Azure's codes and texts. */

export function resourceGroupNotFound(name: string): ArmError {
  return new ArmError(404, "ResourceGroupNotFound", `Resource group '${name}' could not be found.`);
}

export function subscriptionNotFound(id: string): ArmError {
  return new ArmError(404, "SubscriptionNotFound", `The subscription '${id}' could not be found.`);
}

export function invalidSubscriptionId(id: string): ArmError {
  return new ArmError(
    400,
    "InvalidSubscriptionId",
    `The provided subscription identifier '${id}' is malformed or invalid.`,
  );
}

export function resourceNotFound(type: string, names: readonly string[], resourceGroup?: string): ArmError {
  const [provider, ...types] = type.split("/");
  const path = [provider, ...types.flatMap((segment, index) => [segment, names[index] ?? ""])].join("/");
  const place = resourceGroup === undefined ? "" : ` under resource group '${resourceGroup}'`;
  return new ArmError(
    404,
    "ResourceNotFound",
    `The Resource '${path}'${place} was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  );
}

export function parentResourceNotFound(id: ResourceId, verb: string): ArmError {
  const parent = id.names.slice(0, -1).join("/");
  return new ArmError(
    404,
    "ParentResourceNotFound",
    `Failed to perform '${verb}' on resource(s) of type '${id.types.join("/")}', because the parent resource ` +
      `'/subscriptions/${id.subscriptionId}/resourceGroups/${id.resourceGroup}/providers/${id.provider}/` +
      `${id.types.slice(0, -1).join("/")}/${parent}' could not be found.`,
  );
}

export function invalidResourceNamespace(namespace: string): ArmError {
  return new ArmError(404, "InvalidResourceNamespace", `The resource namespace '${namespace}' is invalid.`);
}

export function invalidResourceType(type: string, namespace: string, apiVersion: string): ArmError {
  return new ArmError(
    404,
    "InvalidResourceType",
    `The resource type '${type}' could not be found in the namespace '${namespace}' for api version '${apiVersion}'.`,
  );
}

export function missingApiVersion(): ArmError {
  return new ArmError(
    400,
    "MissingApiVersionParameter",
    "The api-version query parameter (?api-version=) is required for all requests.",
  );
}

export function invalidRequestContent(reason: string): ArmError {
  return new ArmError(
    400,
    "InvalidRequestContent",
    `The request content was invalid and could not be deserialized: '${reason}'.`,
  );
}

export function invalidParameter(name: string, reason: string): ArmError {
  return new ArmError(400, "InvalidParameter", reason, { target: name, cause: "service" });
}

export function locationRequired(): ArmError {
  return new ArmError(400, "LocationRequired", "The location property is required for this definition.");
}

export function invalidResourceLocation(id: string, there: string, wanted: string): ArmError {
  return new ArmError(
    409,
    "InvalidResourceLocation",
    `The resource '${resourceNameOf(id)}' already exists in location '${there}'. ` +
      `A resource with the same name cannot be created in location '${wanted}'. Please select a new resource name.`,
  );
}

export function resourceGroupBeingDeleted(name: string): ArmError {
  return new ArmError(
    409,
    "ResourceGroupBeingDeleted",
    `The resource group '${name}' is in deprovisioning state and cannot perform this operation.`,
  );
}

export function methodNotAllowed(method: string): ArmError {
  return new ArmError(
    405,
    "HttpMethodNotSupported",
    `The http method '${method}' is not supported by the requested resource.`,
  );
}

export function preconditionFailed(): ArmError {
  return new ArmError(
    412,
    "PreconditionFailed",
    "The condition specified using HTTP conditional header(s) is not met.",
    { cause: "service" },
  );
}

export function authorizationFailed(objectId: string, action: string, scope: string): ArmError {
  return new ArmError(
    403,
    "AuthorizationFailed",
    `The client '${objectId}' with object id '${objectId}' does not have authorization to perform action '${action}' ` +
      `over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  );
}

export function scopeLocked(id: string, verb: string, lockedScopes: readonly string[]): ArmError {
  return new ArmError(
    409,
    "ScopeLocked",
    `The scope '${id}' cannot perform ${verb} operation because following scope(s) are locked: ` +
      `'${lockedScopes.join(",")}'. Please remove the lock and try again.`,
  );
}

export function invalidResourceReference(id: string, referrerId: string): ArmError {
  return new ArmError(
    400,
    "InvalidResourceReference",
    `Resource ${id} referenced by resource ${referrerId} was not found. Please make sure that the referenced resource exists, ` +
      "and that both resources are in the same region.",
    { cause: "service", details: [] },
  );
}
