import process from "node:process";

const since = performance.now();
const { createBroker } = await import("@azlin/emulator/broker");
const loaded = performance.now();
const directory = process.argv[2];
const broker = await createBroker(directory === undefined ? {} : { directory });
await broker.listen();
const readyMs = performance.now() - loaded;
broker.createQueue("bench", { maxSizeMb: 5120 });
// Settled: what loading left behind is not what an idle broker holds.
await new Promise((resolve) => setTimeout(resolve, 300));
globalThis.gc?.();
process.send({
  connectionString: broker.connectionString(),
  readyMs,
  loadMs: loaded - since,
  rssMb: process.memoryUsage().rss / 2 ** 20,
});
process.on("disconnect", () => process.exit());
