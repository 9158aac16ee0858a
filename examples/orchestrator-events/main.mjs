// An agent tells by events what it makes; the orchestrator keeps each of them in a blob and in Log Analytics before it counts
// as done, knows from them which resources there are, and brings back what it could not process.
// Here with a Service Bus in this process; for the real one replace the connection:
//   { namespace: "<yours>.servicebus.windows.net", credential: new DefaultAzureCredential() }
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createBroker } from "@azlin/emulator";
import {
  blobArchiveSink,
  EventBusClient,
  FileOutbox,
  logsIngestionSink,
  parseResourceEvents,
  PermanentEventError,
  summarizeDeadLetters,
  writeToSinks,
} from "@azlin/event-bus";
import { OURS, THEIRS, work } from "./agent-work.mjs";
import { startArchive } from "./archive.mjs";
import { logAnalytics } from "./log-analytics.mjs";

const SUBSCRIPTION = "orchestrator-sub";
const folder = mkdtempSync(join(tmpdir(), "azlin-events-"));
const archive = await startArchive();
const logs = logAnalytics();

const broker = await createBroker();
broker.createTopic("agent-logs", { requiresDuplicateDetection: true });
broker.createSubscription("agent-logs", SUBSCRIPTION);
const connection = { connectionString: broker.connectionString(), webSocket: broker.webSocket };

// The agent. Once publishEvents has resolved the events are on its disk: a kill or a network that is down loses none.
const agent = new EventBusClient({
  ...connection,
  topicName: "agent-logs",
  outbox: await FileOutbox.open(join(folder, "outbox")),
});
const { published, failed } = await agent.publishEvents(work);
assert.deepEqual([published, failed], [work.length, []]);
await agent.close();
console.log(`The agent has published ${published} events`);

// The orchestrator. An event is done when both sinks have it; they may come in any order.
const orchestrator = new EventBusClient({ ...connection, topicName: "agent-logs" });
const keep = writeToSinks([
  { sink: blobArchiveSink(archive.container) },
  { sink: logsIngestionSink({ client: logs.client, ruleId: "dcr-1", streamName: "Custom-AgentEvents_CL" }) },
]);
const subscriptions = [OURS];
const seen = [];

async function handle(event, context) {
  const { resourceId } = event;
  if (resourceId !== undefined && !subscriptions.some((id) => resourceId.startsWith(id))) {
    throw new PermanentEventError("The resource is in no subscription of ours.");
  }
  await keep(event, context);
  seen.push(context.wire);
}

let receiving = await orchestrator.subscribe(SUBSCRIPTION, handle);
await until(() => receiving.stats().handled === 4 && receiving.stats().deadLettered === 1);
await receiving.stop();

report("What the events say:");
assert.deepEqual(statuses(), { web: "created", db: "deleted" });

// What could not be processed is kept, with the reason. It only looks.
const letters = orchestrator.listDeadLetters(SUBSCRIPTION);
const { byReason } = await summarizeDeadLetters(letters);
assert.deepEqual(byReason, { HandlerRefused: 1 });
for await (const { reason, description, event } of orchestrator.listDeadLetters(SUBSCRIPTION)) {
  console.log(`Dead letter: ${event.resourceName}: ${reason}: ${description}`);
}

// The cause is mended, and the event comes back: to this subscription alone, under its old id.
subscriptions.push(THEIRS);
const { replayed } = await orchestrator.replayDeadLetters(SUBSCRIPTION, {
  filter: ({ reason }) => reason === "HandlerRefused",
});
receiving = await orchestrator.subscribe(SUBSCRIPTION, handle);
await until(() => receiving.stats().handled === replayed.length);
await receiving.stop();
report(`After ${replayed.length} was replayed:`);
assert.deepEqual(statuses(), { web: "created", db: "deleted", cache: "created" });
assert.equal((await summarizeDeadLetters(orchestrator.listDeadLetters(SUBSCRIPTION))).total, 0);

// Both have all of it, once.
const lines = await archive.lines();
assert.equal(lines.length, work.length);
assert.deepEqual(new Set(lines.map(({ event_id: id }) => id)), new Set(logs.rows.map(({ EventId: id }) => id)));
assert.equal(logs.rows.length, work.length);
console.log(`The blob and Log Analytics have ${lines.length} events each`);

await orchestrator.close();
await broker.stop();
await archive.stop();
rmSync(folder, { recursive: true });

/** The resources that the events tell of, and what became of them. */
function statuses() {
  const { resources, rejected } = parseResourceEvents(seen);
  assert.deepEqual(rejected, []);
  return Object.fromEntries(resources.map(({ resourceName, status }) => [resourceName, status]));
}

function report(title) {
  console.log(title);
  for (const [name, status] of Object.entries(statuses())) console.log(`  ${name}: ${status}`);
}

async function until(isSo) {
  const deadline = performance.now() + 20_000;
  while (!isSo()) {
    assert.ok(performance.now() < deadline, "What was waited for did not come.");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
