import { resourceKey } from "@azlin/core";
import { invalidResourceReference } from "../../arm/arm-errors.ts";
import { defineResourceType, type ResourceType, type ResourceView, type WriteDraft } from "../../arm/resource-type.ts";
import { objectAt, referenceAt, setDefaults, type JsonObject } from "../../json/json.ts";
import type { ArmResource, StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { NETWORK_API_VERSIONS, NETWORK_DELETE, NETWORK_WRITE } from "./network-contract.ts";
import { requireProvisioned } from "./retryable-error.ts";

/** Type of peerings. */
export const PEERING_TYPE = "Microsoft.Network/virtualNetworks/virtualNetworkPeerings";

/** One side of a peering: connected when the other network has one that leads back. */
export const virtualNetworkPeeringType: ResourceType = defineResourceType({
  type: PEERING_TYPE,
  apiVersions: NETWORK_API_VERSIONS,
  kind: "proxy",
  write: NETWORK_WRITE,
  remove: NETWORK_DELETE,
  etag: true,
  prepare: preparePeering,
  written: (peering, { world }) => noteConnection(peering, world),
  view: viewPeering,
});

function preparePeering(draft: WriteDraft): void {
  const { body, existing, world } = draft;
  const { properties } = body;
  const remoteId = referenceAt(properties, "remoteVirtualNetwork");
  const remote = remoteId === undefined ? undefined : world.store.get(remoteId);
  if (remote === undefined) throw invalidResourceReference(remoteId ?? "", body.id);
  if (draft.request.embedded !== true) requireProvisioned(draft);
  properties["remoteVirtualNetwork"] = { id: remote.body.id };
  properties["resourceGuid"] = existing?.body.properties?.["resourceGuid"] ?? world.ids.guid();
  delete properties["peeringState"];
  setDefaults(properties, {
    allowVirtualNetworkAccess: true,
    allowForwardedTraffic: false,
    allowGatewayTransit: false,
    useRemoteGateways: false,
    doNotVerifyRemoteGateways: false,
    remoteAddressSpace: objectAt(remote.body.properties, "addressSpace"),
    routeServiceVips: {},
  });
}

/** Both sides remember that they met: one that loses the other is not what it was before. */
function noteConnection(peering: StoredResource, world: World): void {
  const other = otherSide(peering, world);
  if (other === undefined) return;
  for (const side of [peering, other]) {
    world.store.put({ body: side.body, internals: { ...side.internals, wasConnected: true } });
  }
}

/** The peering of the other network that leads back to this one. */
function otherSide({ body }: StoredResource, world: World): StoredResource | undefined {
  const own = networkIdOf(body);
  const remoteId = referenceAt(body.properties, "remoteVirtualNetwork") ?? "";
  for (const other of world.store.ofType(PEERING_TYPE, remoteId)) {
    if (resourceKey(referenceAt(other.body.properties, "remoteVirtualNetwork") ?? "") === resourceKey(own))
      return other;
  }
  return undefined;
}

function networkIdOf({ id }: ArmResource): string {
  return id.split("/").slice(0, -2).join("/");
}

/** A peering that was put into the world as it is tells its state itself. */
function viewPeering(peering: StoredResource, { world }: ResourceView): ArmResource {
  const { body, internals } = peering;
  const told = body.properties?.["peeringState"];
  return { ...body, properties: { ...body.properties, peeringState: told ?? stateOf(peering, world, internals) } };
}

function stateOf(peering: StoredResource, world: World, { wasConnected }: JsonObject): string {
  if (otherSide(peering, world) !== undefined) return "Connected";
  return wasConnected === true ? "Disconnected" : "Initiated";
}
