import { ArmError } from "../../arm/arm-error.ts";
import { requireBody, type ArmRequest, type ArmResponse } from "../../arm/arm-request.ts";
import { requireResource } from "../../arm/read-resource.ts";
import type { ArmRoute } from "../../arm/route-table.ts";
import { objectAt, objectsAt, type JsonObject } from "../../json/json.ts";
import type { World } from "../../world/world.ts";
import { vaultType } from "./vault-type.ts";

const VAULT = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.KeyVault/vaults";

/** Access policies of a vault, added, replaced or removed by whom they are for. */
export const accessPolicyRoute: ArmRoute = {
  method: "PUT",
  path: `${VAULT}/{vaultName}/accessPolicies/{operationKind}`,
  handle: changePolicies,
};

function changePolicies(request: ArmRequest, world: World): ArmResponse {
  const vaultId = `/${request.segments.slice(0, -2).join("/")}`;
  const vault = requireResource(world, vaultType, vaultId);
  const sent = objectsAt(objectAt(requireBody(request), "properties"), "accessPolicies");
  const present = objectsAt(vault.body.properties, "accessPolicies");
  const accessPolicies = changed(request.parameters["operationKind"]!.toLowerCase(), present, sent);
  world.store.put({ body: { ...vault.body, properties: { ...vault.body.properties, accessPolicies } } });
  const id = `${vault.body.id}/accessPolicies/`;
  return { status: 200, body: { id, type: `${vaultType.type}/accessPolicies`, properties: { accessPolicies } } };
}

function changed(kind: string, present: readonly JsonObject[], sent: JsonObject[]): JsonObject[] {
  if (kind === "replace") return sent;
  const named = new Set(sent.map(holderOf));
  const others = present.filter((policy) => !named.has(holderOf(policy)));
  if (kind === "remove") return others;
  if (kind === "add") return [...others, ...sent];
  throw new ArmError(400, "BadRequest", `The operation kind '${kind}' is none of add, replace and remove.`, {
    cause: "service",
  });
}

function holderOf({ objectId, applicationId }: JsonObject): string {
  return JSON.stringify([objectId, applicationId]).toLowerCase();
}
