import process from "node:process";
import { openAzlin } from "../bus/azlin.mjs";
import { openBare } from "../bus/bare.mjs";

// One of the contenders, in a process of its own: what the other leaves behind in the heap, or the compiler learns from it,
// is no part of the measurement.
const OPEN = {
  bare: openBare,
  azlin: openAzlin,
  outbox: (connectionString) => openAzlin(connectionString, { hasOutbox: true }),
};

const [who, connectionString] = process.argv.slice(2);
const client = await OPEN[who](connectionString);

async function measure(work) {
  process.send(await client[work]());
}

async function end() {
  await client.close();
  process.exit();
}

process.on("message", (work) => void measure(work));
process.on("disconnect", () => void end());
process.send("ready");
