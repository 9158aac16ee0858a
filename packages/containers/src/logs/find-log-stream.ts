import { callOptions, PrerequisiteError, type AbortOptions } from "@azlin/core";
import { callContainers } from "../azure/call-containers.ts";
import type { ContainersAzure } from "../azure/containers-azure.ts";
import { sendArm } from "../azure/send-arm.ts";
import { logTokenSchema, replicaListSchema } from "../facts/documents.ts";
import type { ContainerStatus } from "../status/read-container-status.ts";
import type { ContainerPlace } from "../status/read-existing.ts";

/** Where the log of a container is streamed from. */
export interface LogStream {
  readonly url: URL;
  /** For this stream alone. */
  readonly token: string;
}

/** Version in which jobs tell their replicas; no later one does. */
const REPLICAS_VERSION = "2023-11-02-preview";

/**
 * Finds the log stream of an app's replica, or of an execution's.
 *
 * @throws PrerequisiteError (`NO_REPLICA`) when nothing has run yet, or is kept no more; other AzlinErrors when Azure
 * cannot be read.
 */
export async function findLogStream(
  azure: ContainersAzure,
  { place, status }: { readonly place: ContainerPlace; readonly status: ContainerStatus },
  { signal }: AbortOptions,
): Promise<LogStream> {
  const call = { resource: status.id, signal };
  const operation = `find the log of ${place.name}`;
  const { endpoint, token } =
    status.kind === "job"
      ? await callContainers(azure, {
          ...call,
          operation,
          action: "Microsoft.App/jobs/getAuthToken/action",
          run: async (client) => {
            const send = (method: "GET" | "POST", path: string): Promise<unknown> =>
              sendArm(azure, client, { method, url: `${status.id}/${path}?api-version=${REPLICAS_VERSION}`, signal });
            const replicas = await send("GET", `executions/${status.run ?? ""}/replicas`);
            const granted = logTokenSchema.parse(await send("POST", "getAuthToken"));
            return { endpoint: endpointOf(replicas), token: granted.properties.token };
          },
        })
      : await callContainers(azure, {
          ...call,
          operation,
          action: "Microsoft.App/containerApps/getAuthToken/action",
          run: async (client) => {
            const { resourceGroup, name } = place;
            const run = status.run ?? "";
            const options = callOptions({ signal });
            const { value } = await client.containerAppsRevisionReplicas.listReplicas(
              resourceGroup,
              name,
              run,
              options,
            );
            const granted = await client.containerApps.getAuthToken(resourceGroup, name, options);
            return { endpoint: value[0]?.containers?.[0]?.logStreamEndpoint, token: granted.token };
          },
        });
  return { url: checkedUrl(endpoint, place), token: token ?? "" };
}

function endpointOf(replicas: unknown): string | undefined {
  return replicaListSchema.parse(replicas).value[0]?.containers?.[0]?.logStreamEndpoint;
}

function checkedUrl(endpoint: string | undefined, { name }: ContainerPlace): URL {
  const url = endpoint !== undefined && URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  // The token goes there: not over an open line.
  if (url?.protocol === "https:") return url;
  throw new PrerequisiteError("NO_REPLICA", `'${name}' has no replica whose log could be read.`, {
    hint: "Wait until it has started. Logs of what ended long ago are in the environment's Log Analytics workspace.",
  });
}
