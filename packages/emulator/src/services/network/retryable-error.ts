import { resourceKey } from "@azlin/core";
import { ArmError, type ArmErrorDetail } from "../../arm/arm-error.ts";
import type { WriteDraft } from "../../arm/resource-type.ts";
import { visitTexts } from "../../json/json.ts";
import type { Operation } from "../../world/operation-engine.ts";
import type { StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";

const NETWORK_ID = /\/providers\/microsoft\.network\//i;
/** What Microsoft.Network says how long its operations go on. */
const RETRY_SECONDS = 14;

/** How Microsoft.Network's operations on its types are called. */
const OPERATION_NAMES: Readonly<Record<string, string>> = {
  virtualnetworks: "VirtualNetwork",
  subnets: "Subnet",
  networksecuritygroups: "NetworkSecurityGroup",
  securityrules: "SecurityRule",
  publicipaddresses: "PublicIpAddress",
  networkinterfaces: "Nic",
};

/**
 * Microsoft.Network takes no write that refers to something which is still being written.
 *
 * @throws ArmError (429 `RetryableError`) that is no throttling: its detail is `ReferencedResourceNotProvisioned`.
 */
export function requireProvisioned({ body, world }: WriteDraft): void {
  const own = `${resourceKey(body.id)}/`;
  visitTexts(body.properties, (text) => {
    if (!NETWORK_ID.test(text) || `${resourceKey(text)}/`.startsWith(own)) return;
    const state = world.store.get(text)?.body.properties?.["provisioningState"];
    const operation = state === "Updating" ? operationOn(world, text) : undefined;
    if (operation !== undefined) throw notProvisioned(text, body.id, operation);
  });
}

/**
 * The refusal to delete what is in use: `inUse`, or, when all that uses it is on its way out, that the call can be
 * retried.
 */
export function stillInUse(
  world: World,
  resource: StoredResource,
  { users, inUse }: { readonly users: readonly StoredResource[]; readonly inUse: () => ArmError },
): ArmError {
  const deletions = users.map(({ body }) => world.operations.runningOn(body.id, "delete"));
  const [first] = deletions;
  const areLeaving = deletions.every((operation) => operation !== undefined);
  return areLeaving && first !== undefined ? dueToAnotherOperation(resource.body.id, first) : inUse();
}

/** The operation under way on a resource, or on the one that it lies in. */
function operationOn(world: World, id: string): Operation | undefined {
  return world.operations.runningOn(id) ?? world.operations.runningOn(id.split("/").slice(0, -2).join("/"));
}

function notProvisioned(id: string, referrerId: string, operation: Operation): ArmError {
  return retryable({
    code: "ReferencedResourceNotProvisioned",
    message:
      `Cannot proceed with operation because resource ${id} used by resource ${referrerId} is not in Succeeded state. ` +
      "Resource is in Updating state and the last operation that updated/is updating the resource is " +
      `${nameOf(operation)}.`,
  });
}

function dueToAnotherOperation(id: string, operation: Operation): ArmError {
  return retryable({
    code: "RetryableErrorDueToAnotherOperation",
    message:
      `Operation on resource ${id} cannot be started: operation ${nameOf(operation)} (${operation.id}) is updating ` +
      `resource ${operation.resourceId}. The call can be retried in ${RETRY_SECONDS} seconds.`,
  });
}

/** Without `Retry-After`: it is no limit that was reached. */
function retryable(detail: ArmErrorDetail): ArmError {
  return new ArmError(429, "RetryableError", "A retryable error occurred.", { cause: "service", details: [detail] });
}

function nameOf({ verb, resourceType }: Operation): string {
  const type = resourceType.split("/").at(-1) ?? resourceType;
  return `${verb === "delete" ? "Delete" : "Put"}${OPERATION_NAMES[type.toLowerCase()] ?? type}Operation`;
}
