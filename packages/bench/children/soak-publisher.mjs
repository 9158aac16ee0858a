import process from "node:process";
import { EventBusClient, FileOutbox } from "@azlin/event-bus";
import { soakEvent } from "@azlin/testing/event-ledger";
import { QUICKLY, RUNS, TOPIC } from "../bus/soak-settings.mjs";

// Publishes events through an outbox and tells how many are safe. Killed, it is started again at what it has told. It is told
// how many are done, and keeps close to that: a backlog would only cost memory.
const [connectionString, directory, from, to] = process.argv.slice(2);
const WAVE = 500;
/** Events that may be ahead of those that are done. */
const MOST_AHEAD = 10_000;

let done = Number(from);
const isAhead = (n) => n - done > MOST_AHEAD;
process.on("message", (message) => (done = Math.max(done, message.done)));
process.on("disconnect", () => process.exit());
const outbox = await FileOutbox.open(directory, { staleMs: 2_000 });
const client = new EventBusClient({ connectionString, topicName: TOPIC, outbox, retryOptions: QUICKLY });
process.send({ safe: Number(from) });
for (let n = Number(from); n < Number(to);) {
  const count = Math.min(WAVE, Number(to) - n);
  const { failed } = await client.publishEvents(
    Array.from({ length: count }, (_, k) => soakEvent(n + k, { runs: RUNS })),
  );
  if (failed.length > 0) throw failed[0].error;
  n += count;
  process.send({ safe: n });
  while (isAhead(n)) await new Promise((resolve) => setTimeout(resolve, 20));
}
await client.flush();
await client.close();
process.send({ isDone: true }, () => process.disconnect());
