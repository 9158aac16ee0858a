import type { WriteDraft } from "../../arm/resource-type.ts";
import { objectAt, objectsAt, setDefaults, textAt, textsAt, type JsonObject } from "../../json/json.ts";
import type { World } from "../../world/world.ts";
import { appRefusal } from "./app-error.ts";
import { CONSUMPTION, profileSizeOfType } from "./workload-profiles.ts";

const NAME = /^[a-z](?:-?[a-z0-9])*$/i;
const LONGEST_NAME = 60;
const DELEGATION = "microsoft.app/environments";
/** Largest prefix length of a subnet: with workload profiles, and without. */
const PREFIX = { profiles: 27, none: 23 };

/** Checks a write of an environment; its domain and address stay what they were. @throws ArmError as Azure refuses. */
export function prepareEnvironment(draft: WriteDraft): void {
  const { body, existing, world } = draft;
  if (!NAME.test(body.name) || body.name.length > LONGEST_NAME) {
    throw appRefusal("ManagedEnvironmentInvalidName", `Invalid environment name '${body.name}'.`);
  }
  const { properties } = body;
  checkProfiles(properties);
  checkNetwork(draft);
  const isInternal = objectAt(properties, "vnetConfiguration")["internal"] === true;
  const before = existing?.body.properties;
  const octet = (): number => 1 + world.ids.integer(254);
  const staticIp = isInternal ? `10.0.${octet()}.${octet()}` : `20.${octet()}.${octet()}.${octet()}`;
  const domain = `${world.ids.token(10)}-${world.ids.guid().slice(0, 8)}.${body.location}.azurecontainerapps.io`;
  Object.assign(properties, {
    staticIp: before?.["staticIp"] ?? staticIp,
    defaultDomain: before?.["defaultDomain"] ?? domain,
    eventStreamEndpoint: `https://${body.location}.azurecontainerapps.dev${body.id}/eventstream`,
  });
  setDefaults(properties, {
    vnetConfiguration: null,
    appLogsConfiguration: { destination: null, logAnalyticsConfiguration: null },
    zoneRedundant: false,
    customDomainConfiguration: { dnsSuffix: null, certificateValue: null, certificatePassword: null },
    peerAuthentication: { mtls: { enabled: false } },
    publicNetworkAccess: isInternal ? "Disabled" : "Enabled",
  });
}

/** Every environment that has profiles has the one named Consumption. */
function checkProfiles(properties: JsonObject): void {
  const profiles = objectsAt(properties, "workloadProfiles");
  for (const profile of profiles) {
    const type = textAt(profile, "workloadProfileType");
    const size = profileSizeOfType(type);
    const counts = [profile["minimumCount"] ?? 0, profile["maximumCount"] ?? 0].map(Number);
    if (size !== undefined && (size.isConsumption || counts[0]! <= counts[1]!)) continue;
    throw appRefusal(
      "ManagedEnvironmentInvalidWorkloadProfile",
      `The workload profile '${textAt(profile, "name")}' of type '${type}' is invalid.`,
    );
  }
  const hasConsumption = profiles.some((profile) => textAt(profile, "workloadProfileType") === CONSUMPTION);
  if (profiles.length === 0) return;
  const own = { name: CONSUMPTION, workloadProfileType: CONSUMPTION };
  properties["workloadProfiles"] = hasConsumption ? profiles : [own, ...profiles];
}

function checkNetwork({ body: { properties }, existing, world }: WriteDraft): void {
  const subnetId = subnetOf(properties);
  if (existing !== undefined && subnetOf(existing.body.properties)?.toLowerCase() !== subnetId?.toLowerCase()) {
    throw invalidNetwork("The infrastructure subnet of an environment cannot be changed.");
  }
  const isInternal = objectAt(properties, "vnetConfiguration")["internal"] === true;
  if (subnetId !== undefined) checkSubnet(world, subnetId, objectsAt(properties, "workloadProfiles").length > 0);
  else if (isInternal) throw invalidNetwork("An internal environment needs an infrastructure subnet.");
}

function subnetOf(properties: JsonObject | undefined): string | undefined {
  return textAt(objectAt(properties, "vnetConfiguration"), "infrastructureSubnetId");
}

function checkSubnet(world: World, subnetId: string, hasProfiles: boolean): void {
  const subnet = world.store.get(subnetId);
  if (subnet === undefined) throw invalidNetwork(`The subnet '${subnetId}' was not found.`);
  requireSize(subnet.body.properties, hasProfiles ? PREFIX.profiles : PREFIX.none);
  const isDelegated = objectsAt(subnet.body.properties, "delegations").some(
    (one) => textAt(objectAt(one, "properties"), "serviceName")?.toLowerCase() === DELEGATION,
  );
  if (isDelegated === hasProfiles) return;
  throw appRefusal(
    "ManagedEnvironmentSubnetDelegationError",
    `The subnet of the environment must ${hasProfiles ? "" : "not "}be delegated to the service 'Microsoft.App/environments'.`,
  );
}

function requireSize(subnet: JsonObject | undefined, longest: number): void {
  const prefix = textAt(subnet, "addressPrefix") ?? textsAt(subnet, "addressPrefixes")[0] ?? "";
  const length = Number(prefix.split("/")[1] ?? 0);
  if (length <= longest) return;
  throw invalidNetwork(`The subnet must have a size of at least /${longest}: it has ${prefix}.`);
}

function invalidNetwork(message: string): Error {
  return appRefusal("ManagedEnvironmentInvalidNetworkConfiguration", message);
}
