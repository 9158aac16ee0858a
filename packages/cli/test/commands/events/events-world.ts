import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { EventBusClient, PermanentEventError, type WireEvent } from "@azlin/event-bus";
import { emulatorTransport } from "@azlin/transports";
import { expect, onTestFinished } from "vitest";
import { localPaths } from "../../../src/local/local-paths.ts";
import { readServerRecord } from "../../../src/local/server-record.ts";
import { testCli, type CliRun, type RunOptions } from "../../run-cli.ts";

/** A command line on a local Azure that has a namespace with the orchestrator's subscription. */
export interface EventsWorld {
  readonly home: string;
  readonly run: (line: string | readonly string[], options?: RunOptions) => Promise<CliRun>;
  /** Runs with `-o json` and parses stdout. */
  readonly json: (line: string, options?: RunOptions) => Promise<unknown>;
  /** Writes a file of JSON lines; strings are lines as they are. */
  readonly file: (...lines: readonly (string | object)[]) => Promise<string>;
  /** The event bus as a program has it, closed with the test. */
  readonly bus: () => Promise<EventBusClient>;
  /** What a connection string for the namespace says. */
  readonly connectionString: () => Promise<string>;
}

const NAMESPACE = "haymaker";
export const SUBSCRIPTION = "orchestrator-sub";

/** The n-th event of a run. */
export function event(n: number, change: Record<string, unknown> = {}): WireEvent {
  return {
    event_type: "operation",
    scenario_name: "web-shop",
    run_id: "run-1",
    timestamp: "2026-11-21T10:00:00Z",
    message: `step ${n}`,
    ...change,
  };
}

/** A command line on a local Azure without any namespace. */
export async function bareWorld(): Promise<EventsWorld> {
  const cli = await testCli();
  const served = (options: RunOptions = {}): RunOptions => ({
    isServed: true,
    ...options,
    env: { AZLIN_CLOUD: "local", ...options.env },
  });
  const run: EventsWorld["run"] = (line, options) => cli.run(line, served(options));
  await run("local start");
  const record = (await readServerRecord(localPaths(cli.home).record))!;
  const transport = emulatorTransport({ url: record.url });
  let files = 0;
  return {
    home: cli.home,
    run,
    json: async (line, options) => JSON.parse((await run(`${line} -o json`, options)).stdout) as unknown,
    file: async (...lines) => {
      const path = join(cli.home, `events-${(files += 1)}.jsonl`);
      await writeFile(path, lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"));
      return path;
    },
    bus: async () => {
      const client = new EventBusClient({
        namespace: `${NAMESPACE}.servicebus.windows.net`,
        credential: transport.credential,
        localEndpoint: { host: "127.0.0.1", port: record.amqpPort! },
        topicName: "agent-logs",
      });
      onTestFinished(() => client.close());
      return client;
    },
    connectionString: async () => {
      const path = `${GROUP}/providers/Microsoft.ServiceBus/namespaces/${NAMESPACE}/authorizationRules`;
      const { token } = (await transport.credential.getToken("https://management.azure.com/.default"))!;
      const url = `${record.url}${path}/RootManageSharedAccessKey/listKeys?api-version=2021-11-01`;
      const answer = await fetch(url, { method: "POST", headers: { authorization: `Bearer ${token}` } });
      const { primaryKey } = (await answer.json()) as { primaryKey: string };
      const key = `SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=${primaryKey}`;
      return `Endpoint=sb://127.0.0.1:${record.amqpPort};${key};UseDevelopmentEmulator=true`;
    },
  };
}

const GROUP = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/haymaker-rg";

/** A command line on a local Azure that is set up. */
export async function eventsWorld(): Promise<EventsWorld> {
  const world = await bareWorld();
  const made = await world.run(`events setup --namespace ${NAMESPACE}`);
  if (made.exitCode !== 0) throw new Error(made.stderr);
  return world;
}

/** As {@link eventsWorld}, with two dead letters that a handler has refused, and one that it has failed at. */
export async function worldWithDeadLetters(changes: Record<string, unknown> = {}): Promise<EventsWorld> {
  const world = await eventsWorld();
  const bus = await world.bus();
  await bus.publishEvents([event(1, changes), event(2, changes), event(3, { ...changes, run_id: "run-2" })]);
  const processor = await bus.subscribe(
    SUBSCRIPTION,
    ({ runId }) => {
      throw runId === "run-2" ? new Error("the disk is full") : new PermanentEventError("nobody knows this resource");
    },
    { maxAttempts: 1 },
  );
  await expect.poll(() => processor.stats().deadLettered).toBe(3);
  await processor.stop();
  return world;
}
