import process from "node:process";
import { createBroker } from "@azlin/emulator/broker";
import { SUBSCRIPTION, TOPIC } from "../bus/workload.mjs";

// A durable Service Bus, always on the same port. It is killed and started again over its directory.
const [directory, port] = process.argv.slice(2);
const broker = await createBroker({ directory });
if (broker.namespace.topic(TOPIC) === undefined) {
  broker.createTopic(TOPIC, { maxSizeMb: 5120 });
  const settings = { requiresSession: true, maxDeliveryCount: 1_000, lockDurationMs: 5_000 };
  broker.createSubscription(TOPIC, SUBSCRIPTION, { settings });
}
const listener = await broker.listen({ port: Number(port) });

const answers = {
  /** Puts faults in force in place of those before. */
  faults: (faults) => {
    broker.faults.clear();
    for (const [name, fault] of Object.entries(faults)) broker.faults.set(name, fault);
  },
  left: () => {
    const { active, locked } = broker.stats().queues[`${TOPIC}/Subscriptions/${SUBSCRIPTION}`];
    return active + locked;
  },
};
process.on("message", ({ id, ask, what }) => process.send({ id, answer: answers[ask](what) ?? null }));
process.on("disconnect", () => process.exit());
process.send({ port: listener.port, connectionString: broker.connectionString() });
