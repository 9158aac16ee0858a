import { createHttpHeaders, createPipelineRequest, RestError } from "@azure/core-rest-pipeline";
import type { DeleteErrorClass } from "../../src/index.ts";

/** An answer of Azure to a deletion, and what it means. */
export interface LabelledError {
  readonly class: DeleteErrorClass;
  readonly status: number;
  readonly code: string;
  readonly message?: string;
  readonly details?: readonly { readonly code: string; readonly message: string }[];
}

/** Blockers and other answers that deletions meet, labelled by hand. */
export const LABELLED_ERRORS: readonly LabelledError[] = [
  { class: "gone", status: 404, code: "ResourceNotFound" },
  { class: "gone", status: 404, code: "ResourceGroupNotFound" },
  { class: "gone", status: 404, code: "ParentResourceNotFound" },
  { class: "gone", status: 404, code: "NotFound" },
  { class: "fatal", status: 404, code: "SubscriptionNotFound" },
  { class: "fatal", status: 404, code: "InvalidResourceType" },
  { class: "throttled", status: 429, code: "TooManyRequests" },
  { class: "throttled", status: 429, code: "SubscriptionRequestsThrottled" },
  { class: "throttled", status: 429, code: "OperationNotAllowed", message: "Cannot acquire the exclusive lock." },
  { class: "throttled", status: 503, code: "RequestThrottled" },
  { class: "transient", status: 408, code: "RequestTimeout" },
  { class: "transient", status: 500, code: "InternalServerError" },
  { class: "transient", status: 502, code: "BadGateway" },
  { class: "transient", status: 503, code: "ServerBusy" },
  { class: "transient", status: 504, code: "GatewayTimeout" },
  { class: "transient", status: 409, code: "AnotherOperationInProgress" },
  { class: "transient", status: 409, code: "ResourceGroupDeletionTimeout" },
  { class: "transient", status: 409, code: "PendingTransactionAlreadyExists" },
  { class: "transient", status: 412, code: "PreconditionFailed" },
  { class: "transient", status: 429, code: "RetryableErrorDueToAnotherOperation" },
  {
    class: "transient",
    status: 429,
    code: "RetryableError",
    details: [{ code: "RetryableErrorDueToAnotherOperation", message: "Another operation goes on." }],
  },
  {
    class: "dependency",
    status: 429,
    code: "RetryableError",
    details: [{ code: "ReferencedResourceNotProvisioned", message: "What it refers to is not ready." }],
  },
  { class: "dependency", status: 400, code: "NicInUse" },
  { class: "dependency", status: 400, code: "InUseSubnetCannotBeDeleted" },
  { class: "dependency", status: 400, code: "InUseNetworkSecurityGroupCannotBeDeleted" },
  { class: "dependency", status: 400, code: "InUseRouteTableCannotBeDeleted" },
  { class: "dependency", status: 400, code: "PublicIPAddressCannotBeDeleted" },
  { class: "dependency", status: 400, code: "LinkedScopeDeleteFailed" },
  { class: "dependency", status: 409, code: "CannotDeleteResource" },
  { class: "dependency", status: 409, code: "NestedResourcesPresent" },
  { class: "dependency", status: 409, code: "SubnetInUse" },
  { class: "dependency", status: 409, code: "ResourceGroupBeingDeleted" },
  { class: "dependency", status: 409, code: "CannotDeleteWorkspaceWhenLinkedToPrivateLinkScopes" },
  { class: "dependency", status: 409, code: "LockedSPLResourceFound" },
  { class: "dependency", status: 409, code: "OperationNotAllowed", message: "The disk is attached to a VM." },
  { class: "dependency", status: 409, code: "Conflict" },
  { class: "dependency", status: 409, code: "SomethingNobodyHasSeen" },
  {
    class: "dependency",
    status: 409,
    code: "ResourceGroupDeletionBlocked",
    details: [{ code: "NicInUse", message: "An interface is in use." }],
  },
  {
    class: "blocked",
    status: 409,
    code: "ResourceGroupDeletionBlocked",
    details: [{ code: "ScopeLocked", message: "A lock is in the way." }],
  },
  { class: "blocked", status: 409, code: "ScopeLocked" },
  { class: "blocked", status: 403, code: "RequestDisallowedByPolicy" },
  { class: "blocked", status: 403, code: "DenyAssignmentAuthorizationFailed" },
  { class: "blocked", status: 409, code: "ReadOnlyDisabledSubscription" },
  { class: "blocked", status: 409, code: "ContainerImmutabilityPolicyFound" },
  { class: "blocked", status: 400, code: "ServiceResourceNotEmptyWithBackendMessage" },
  { class: "auth", status: 401, code: "ExpiredAuthenticationToken" },
  { class: "auth", status: 401, code: "InvalidAuthenticationToken" },
  { class: "auth", status: 403, code: "AuthorizationFailed" },
  { class: "auth", status: 403, code: "LinkedAuthorizationFailed" },
  { class: "auth", status: 403, code: "Forbidden" },
  { class: "fatal", status: 400, code: "NoRegisteredProviderFound" },
  { class: "fatal", status: 400, code: "InvalidApiVersionParameter" },
  { class: "fatal", status: 400, code: "InvalidParameter" },
  { class: "fatal", status: 409, code: "MissingSubscriptionRegistration" },
  { class: "fatal", status: 405, code: "HttpMethodNotSupported" },
];

/** The error that an official client throws for an answer. */
export function restErrorOf(labelled: Omit<LabelledError, "class">, headers: Record<string, string> = {}): RestError {
  const { status, code, message = "It cannot be done now.", details = [] } = labelled;
  const request = createPipelineRequest({ url: "https://management.azure.com/x", method: "DELETE" });
  const bodyAsText = JSON.stringify({ error: { code, message, details } });
  const response = { status, headers: createHttpHeaders(headers), request, bodyAsText };
  return new RestError(bodyAsText, { statusCode: status, request, response });
}
