import type { WriteDraft } from "../../arm/resource-type.ts";
import { isObject, objectAt, objectsAt, setDefaults, textAt, type JsonObject } from "../../json/json.ts";
import { appRefusal } from "./app-error.ts";
import { prepareWorkload } from "./prepare-workload.ts";

const MOST_REPLICAS = 1_000;

/** Checks a write of an app, and tells its names: of its revision, and of its ingress. @throws ArmError as Azure refuses. */
export function prepareApp(draft: WriteDraft): void {
  const { body, existing, world } = draft;
  const environment = prepareWorkload(draft);
  const { properties } = body;
  const template = objectAt(properties, "template");
  const domain = textAt(environment?.body.properties, "defaultDomain") ?? "";
  const suffix = textAt(template, "revisionSuffix");
  const revision = `${body.name}--${suffix === undefined || suffix === "" ? world.ids.token(7) : suffix}`;
  prepareScale(template);
  prepareIngress(body.name, properties, domain);
  Object.assign(properties, {
    managedEnvironmentId: properties["environmentId"],
    runningStatus: existing === undefined ? "Progressing" : existing.body.properties?.["runningStatus"],
    latestRevisionName: revision,
    latestReadyRevisionName: existing?.body.properties?.["latestReadyRevisionName"] ?? null,
    latestRevisionFqdn: fqdnOf(properties, `${revision}.`, domain),
    eventStreamEndpoint: `https://${body.location}.azurecontainerapps.dev${body.id.replace("/providers/Microsoft.App", "")}/eventstream`,
    outboundIpAddresses: ["20.0.0.1"],
  });
}

function prepareScale(template: JsonObject): void {
  const scale = objectAt(template, "scale");
  setDefaults(scale, { minReplicas: 0, maxReplicas: 10, cooldownPeriod: 300, pollingInterval: 30, rules: null });
  const [least, most] = [Number(scale["minReplicas"]), Number(scale["maxReplicas"])];
  if (!(least >= 0 && most >= 1 && least <= most && most <= MOST_REPLICAS)) {
    throw appRefusal(
      "ContainerAppInvalidScaleSpec",
      `Scale is invalid: minReplicas ${least} and maxReplicas ${most} must be between 0 and ${MOST_REPLICAS}, in order.`,
    );
  }
  template["scale"] = scale;
}

function prepareIngress(name: string, properties: JsonObject, domain: string): void {
  const configuration = objectAt(properties, "configuration");
  setDefaults(configuration, { activeRevisionsMode: "Single", ingress: null, registries: null, dapr: null });
  setDefaults(configuration, { maxInactiveRevisions: 100, identitySettings: [] });
  const ingress = objectAt(configuration, "ingress");
  if (!isObject(configuration["ingress"])) return;
  setDefaults(ingress, { external: false, transport: "Auto", allowInsecure: false, exposedPort: 0 });
  if (objectsAt(ingress, "traffic").length === 0) ingress["traffic"] = [{ weight: 100, latestRevision: true }];
  ingress["fqdn"] = fqdnOf(properties, `${name}.`, domain);
}

/** Names of what is not external have `internal.` in front of the environment's domain. */
function fqdnOf(properties: JsonObject, prefix: string, domain: string): string {
  const ingress = objectAt(properties, "configuration")["ingress"];
  if (!isObject(ingress)) return "";
  return `${prefix}${ingress["external"] === true ? "" : "internal."}${domain}`;
}
