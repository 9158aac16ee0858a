import { objectAt, textAt, type JsonObject } from "../../json/json.ts";
import { UNTIL_ENDED_MS, type Operation } from "../../world/operation-engine.ts";
import type { ArmResource, StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { EXECUTION_TYPE } from "./app-contract.ts";
import { containerRun } from "./container-run.ts";
import type { ContainerLine, ContainerRun } from "./container-script.ts";

/** Verb of the operation that ends an execution. */
export const END = "end";

/** Starts an execution of a job; it ends on the world's clock. */
export function startExecution(world: World, job: StoredResource, template: JsonObject): ArmResource {
  const name = `${job.body.name}-${world.ids.token(7)}`;
  const { status, durationMs, lines } = attemptsOf(
    containerRun(template),
    objectAt(job.body.properties, "configuration"),
  );
  const startedAt = world.clock.now();
  const body: ArmResource = {
    id: `${job.body.id}/executions/${name}`,
    name,
    type: EXECUTION_TYPE,
    properties: { status: "Running", startTime: new Date(startedAt).toISOString(), template },
  };
  world.store.put({
    body,
    internals: { replica: `${name}-${world.ids.token(5)}`, startedAt, lines: [...lines].map((line) => ({ ...line })) },
  });
  const input = { status };
  const place = { resourceId: body.id, resourceType: EXECUTION_TYPE };
  world.operations.start({ ...place, verb: END, durationMs, input, internal: true });
  return body;
}

/** The end of an execution that was not stopped before. */
export function endExecution({ resourceId, input }: Operation, world: World): undefined {
  const execution = world.store.get(resourceId);
  if (execution !== undefined) setStatus(world, execution, textAt(input, "status") ?? "Unknown");
  return undefined;
}

/** Stops an execution, if it runs. */
export function stopExecution(world: World, execution: StoredResource): void {
  if (textAt(execution.body.properties, "status") !== "Running") return;
  const ending = world.operations.runningOn(execution.body.id, END);
  if (ending !== undefined) world.operations.cancel(ending.id);
  setStatus(world, execution, "Stopped");
}

function setStatus(world: World, { body, internals }: StoredResource, status: string): void {
  const endTime = new Date(world.clock.now()).toISOString();
  world.store.put({ body: { ...body, properties: { ...body.properties, status, endTime } }, internals });
}

interface Attempts {
  readonly status: "Succeeded" | "Failed";
  readonly durationMs: number;
  readonly lines: readonly ContainerLine[];
}

/** One replica, run again after each failure as often as the job allows; a replica that takes too long has failed. */
function attemptsOf(run: ContainerRun, configuration: JsonObject): Attempts {
  const timeoutMs = Number(configuration["replicaTimeout"]) * 1_000;
  const isDone = run.exitCode === 0 && run.durationMs <= timeoutMs;
  const eachMs = Math.min(run.durationMs, timeoutMs);
  const count = isDone ? 1 : Number(configuration["replicaRetryLimit"] ?? 0) + 1;
  const lines = Array.from({ length: count }, (_, attempt) =>
    run.lines
      .filter(({ atMs }) => atMs < eachMs || (isDone && atMs === eachMs))
      .map(({ atMs, text }) => ({ atMs: atMs + attempt * eachMs, text })),
  );
  return {
    status: isDone ? "Succeeded" : "Failed",
    durationMs: Math.min(eachMs * count, UNTIL_ENDED_MS),
    lines: lines.flat(),
  };
}
