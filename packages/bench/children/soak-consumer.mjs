import process from "node:process";
import { EventBusClient, PermanentEventError, SqliteIdempotencyStore } from "@azlin/event-bus";
import { QUICKLY, SUBSCRIPTION, TOPIC } from "../bus/soak-settings.mjs";

// Has one effect for each event, in the database that knows what is done. It is killed while it works.
const [connectionString, file] = process.argv.slice(2);
process.on("disconnect", () => process.exit());
const store = await SqliteIdempotencyStore.open(file, { busyTimeoutMs: 30_000 });
const client = new EventBusClient({ connectionString, topicName: TOPIC, retryOptions: QUICKLY });
const handler = (_event, { eventId, wire }) => {
  const { n, isPoison } = wire.details;
  if (isPoison) throw new PermanentEventError(`poison ${n}`);
  store.once(eventId, (database) => {
    database.prepare("INSERT INTO effects (n, run) VALUES (?, ?)").run(n, wire.run_id);
  });
};
const options = { isOrdered: true, concurrency: 16, maxAttempts: 1_000, retryDelayMs: 50, maxRetryDelayMs: 500 };
const watching = { watchIntervalMs: 1_000, stalledAfterMs: 3_000, sessionIdleMs: 50 };
const processor = await client.subscribe(SUBSCRIPTION, handler, { ...options, ...watching });
process.send({ isReady: true });
process.on("message", () => {
  void processor.stop().then(() => process.exit());
});
