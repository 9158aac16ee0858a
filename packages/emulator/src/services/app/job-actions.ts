import type { ResourceAction } from "../../arm/resource-type.ts";
import { objectAt, objectsAt, textAt, type JsonObject } from "../../json/json.ts";
import { EXECUTION_TYPE } from "./app-contract.ts";
import { appConflict } from "./app-error.ts";
import { startExecution, stopExecution } from "./executions.ts";
import { requireIdle } from "./require-idle.ts";

/** `start`: one more execution, of the job's template or of that in the request. */
export const startJobAction: ResourceAction = {
  answer: "location",
  run: ({ resource: { body }, world }) => {
    requireIdle(world, body);
    if (textAt(body.properties, "provisioningState") === "Succeeded") return undefined;
    throw appConflict(
      "ContainerAppsJobNotProvisioned",
      `The job '${body.name}' has not been provisioned successfully.`,
    );
  },
  complete: ({ resourceId, input }, world) => {
    const job = world.store.get(resourceId);
    if (job === undefined) return undefined;
    const template = merged(objectAt(job.body.properties, "template"), objectAt(input, "body"));
    const { id, name } = startExecution(world, job, template);
    return { id, name };
  },
};

/** `stop`: of all that runs. */
export const stopJobAction: ResourceAction = {
  answer: "location",
  complete: ({ resourceId }, world) => {
    const executions = [...world.store.ofType(EXECUTION_TYPE, resourceId)];
    for (const execution of executions) stopExecution(world, execution);
    return { value: executions.map(({ body: { id, name } }) => ({ id, name })) };
  },
};

/** Containers in the request replace those of the job by name; what they leave out stays the job's. */
function merged(template: JsonObject, override: JsonObject): JsonObject {
  const given = objectsAt(override, "containers");
  if (given.length === 0) return template;
  const own = objectsAt(template, "containers");
  const containers = given.map((container) => {
    const name = textAt(container, "name");
    return { ...(own.find((one) => textAt(one, "name") === name) ?? own[0]), ...container };
  });
  return { ...template, containers };
}
