import type { JsonObject } from "../../../json/json.ts";
import type { StoredResource } from "../../../world/resource-store.ts";
import type { World } from "../../../world/world.ts";
import type { DeploymentPlan } from "./plan-deployment.ts";

/** How far one resource of a deployment has come. */
export interface ResourceProgress extends JsonObject {
  state: "Pending" | "Running" | "Succeeded" | "Failed";
  /** The engine's operation that it waits for. */
  operationId?: string;
  isNew?: boolean;
  startedAt?: number;
  endedAt?: number;
  error?: { code: string; message: string };
}

/** A deployment as the emulator keeps it beside its document. */
export interface DeploymentState {
  readonly plan: DeploymentPlan;
  /** The operation that its client polls. */
  readonly operationId: string;
  readonly startedAt: number;
  readonly progress: Readonly<Record<string, ResourceProgress>>;
  /** The deployment that waits for this nested one. */
  readonly parentId?: string;
}

/** State of a deployment; one that was put into the world as it is has none. */
export function deploymentStateOf({ internals }: StoredResource): DeploymentState | undefined {
  return internals["plan"] === undefined ? undefined : (internals as unknown as DeploymentState);
}

/** Puts a new state, and with it changes of the document's `properties`. */
export function putDeploymentState(
  world: World,
  { body }: StoredResource,
  { state, properties = {} }: { readonly state: DeploymentState; readonly properties?: JsonObject },
): StoredResource {
  return world.store.put({
    body: { ...body, properties: { ...body.properties, ...properties } },
    internals: state as unknown as JsonObject,
  });
}

/** Milliseconds as Azure tells them: `PT1M2.5S`. */
export function isoDuration(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const seconds = (ms % 60_000) / 1000;
  return `PT${minutes > 0 ? `${minutes}M` : ""}${seconds}S`;
}
