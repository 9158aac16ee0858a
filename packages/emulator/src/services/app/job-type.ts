import { defineResourceType, type ResourceType, type WriteDraft } from "../../arm/resource-type.ts";
import { objectAt, setDefaults, textAt, type JsonObject } from "../../json/json.ts";
import { APP_API_VERSIONS, APP_DELETE, APP_PATCH, APP_WRITE, JOB_TYPE } from "./app-contract.ts";
import { appRefusal } from "./app-error.ts";
import { listSecrets } from "./app-secrets.ts";
import { startJobAction, stopJobAction } from "./job-actions.ts";
import { logTokenAction } from "./log-token.ts";
import { followOwnIdentity } from "./prepare-identity.ts";
import { prepareWorkload } from "./prepare-workload.ts";
import { requireIdle } from "./require-idle.ts";
import { resolveReferences } from "./resolve-references.ts";

const TRIGGERS: Readonly<Record<string, string>> = {
  Manual: "manualTriggerConfig",
  Schedule: "scheduleTriggerConfig",
  Event: "eventTriggerConfig",
};
const ONE_REPLICA = { replicaCompletionCount: 1, parallelism: 1 };

/** Jobs of container apps. Schedules and events are kept and start nothing by themselves. */
export const jobType: ResourceType = defineResourceType({
  type: JOB_TYPE,
  apiVersions: APP_API_VERSIONS,
  write: APP_WRITE,
  patch: APP_PATCH,
  remove: APP_DELETE,
  actions: {
    start: startJobAction,
    stop: stopJobAction,
    listSecrets: { answer: "sync", run: listSecrets },
    getAuthToken: logTokenAction,
  },
  prepare: prepareJob,
  written: (job, { existing, world }) => followOwnIdentity(world, existing, job),
  settle: ({ body }, world) => resolveReferences(world, body),
  guardDelete: ({ body }, world) => requireIdle(world, body),
  deleted: (job, world) => followOwnIdentity(world, job, undefined),
});

function prepareJob(draft: WriteDraft): void {
  if (prepareWorkload(draft) === undefined) return;
  const { body } = draft;
  const configuration = objectAt(body.properties, "configuration");
  checkTrigger(configuration);
  const { replicaTimeout } = configuration;
  if (typeof replicaTimeout !== "number" || replicaTimeout < 1) {
    throw invalid("Configuration.ReplicaTimeout", "must be a number of seconds greater than 0");
  }
  setDefaults(configuration, { replicaRetryLimit: 0, registries: null, identitySettings: [] });
  setDefaults(body.properties, { outboundIpAddresses: ["20.0.0.1"] });
  body.properties["eventStreamEndpoint"] = `https://${body.location}.azurecontainerapps.dev${body.id}/eventstream`;
}

function checkTrigger(configuration: JsonObject): void {
  const type = textAt(configuration, "triggerType") ?? "";
  const member = Object.hasOwn(TRIGGERS, type) ? TRIGGERS[type] : undefined;
  if (member === undefined) throw invalid("Configuration.TriggerType", "must be one of Manual, Schedule and Event");
  if (type === "Manual") setDefaults(configuration, { manualTriggerConfig: { ...ONE_REPLICA } });
  const trigger = objectAt(configuration, member);
  if (type === "Schedule" && textAt(trigger, "cronExpression")?.trim().split(/\s+/).length !== 5) {
    throw invalid("Configuration.ScheduleTriggerConfig.CronExpression", "must be a cron expression of five fields");
  }
  if (type !== "Manual" && Object.keys(trigger).length === 0) throw invalid(`Configuration.${member}`, "is required");
}

function invalid(member: string, what: string): Error {
  return appRefusal("InvalidRequestParameterWithDetails", `${member} is invalid: it ${what}.`);
}
