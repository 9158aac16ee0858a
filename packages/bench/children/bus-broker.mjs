import process from "node:process";
import { createBroker } from "@azlin/emulator/broker";

// A Service Bus of its own for the clients that are measured: their loop does not carry its work.
const broker = await createBroker();
await broker.listen();
broker.createTopic("bench", { maxSizeMb: 5120 });
broker.createSubscription("bench", "all");
process.send({ connectionString: broker.connectionString() });
process.on("disconnect", () => process.exit());
