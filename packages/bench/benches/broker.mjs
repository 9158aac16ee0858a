import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ServiceBusClient } from "@azure/service-bus";
import { openLeanSender } from "../bus/lean-sender.mjs";
import { nextMessage } from "../measure/child.mjs";
import { inTurn, medians } from "../measure/in-turn.mjs";
import { atLeast, atMost, rounded } from "../measure/statistics.mjs";

const BROKER = fileURLToPath(new URL("../children/broker.mjs", import.meta.url));
const BARE = fileURLToPath(new URL("../children/bare-amqp.mjs", import.meta.url));
const MESSAGES = 20_000;
const IN_FLIGHT = 100;
const BODY = Buffer.alloc(1024, "x");

/**
 * How fast the local Service Bus is there and takes messages, client and broker in processes of their own: from a lean
 * sender, and from the official client beside a peer that only accepts, because the client is most of the cost then.
 */
export async function run() {
  const directory = await mkdtemp(path.join(tmpdir(), "azlin-bench-broker-"));
  const bare = await start(BARE);
  const plain = await start(BROKER);
  const durable = await start(BROKER, [directory]);
  // A broker of its own: what the other sends would wait in it.
  const empty = await start(BROKER);
  const lean = await openLeanSender(empty.told.connectionString, "bench");
  try {
    const rates = medians(
      await inTurn(
        {
          bare: () => sendRate(bare.sender, IN_FLIGHT),
          lean: () => lean.send(MESSAGES, IN_FLIGHT),
          single: () => sendRate(plain.sender, IN_FLIGHT),
          durable: () => sendRate(durable.sender, IN_FLIGHT),
          batches: () => batchRate(plain.sender),
        },
        { rounds: 3, warmups: 2 },
      ),
    );
    const received = await receiveRate(plain);
    return {
      targets: {
        readyMs: atMost(plain.told.readyMs, 50),
        sendsPerSecond: atLeast(rates.lean, 20_000),
        idleRssMb: atMost(plain.told.rssMb, 60),
      },
      figures: {
        loadMs: rounded(plain.told.loadMs),
        clientSendsPerSecond: Math.round(rates.single),
        bareSendsPerSecond: Math.round(rates.bare),
        toBare: rounded(rates.single / rates.bare),
        durableSendsPerSecond: Math.round(rates.durable),
        durableToPlain: rounded(rates.durable / rates.single),
        batchedPerSecond: Math.round(rates.batches),
        receivedAndCompletedPerSecond: Math.round(received),
      },
    };
  } finally {
    lean.close();
    await Promise.all([bare, plain, durable, empty].map(({ stop }) => stop()));
    await rm(directory, { recursive: true });
  }
}

async function start(program, args = []) {
  const child = fork(program, args, { execArgv: ["--expose-gc"] });
  const told = await nextMessage(child);
  const client = new ServiceBusClient(told.connectionString);
  const sender = client.createSender("bench");
  const stop = async () => {
    await client.close();
    child.disconnect();
    await once(child, "exit");
  };
  return { told, client, sender, stop };
}

/** Sends one message a time, so many at once. Messages a second. */
async function sendRate(sender, inFlight) {
  let left = MESSAGES;
  const since = performance.now();
  const work = async () => {
    while (left-- > 0) await sender.sendMessages({ body: BODY });
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  return (MESSAGES / (performance.now() - since)) * 1000;
}

async function batchRate(sender) {
  const batch = Array.from({ length: 100 }, () => ({ body: BODY }));
  const since = performance.now();
  for (let sent = 0; sent < MESSAGES; sent += batch.length) await sender.sendMessages(batch);
  return (MESSAGES / (performance.now() - since)) * 1000;
}

/** What a subscriber of 32 at a time receives and completes in a second. */
async function receiveRate({ client }) {
  const receiver = client.createReceiver("bench");
  let seen = 0;
  const since = performance.now();
  await new Promise((resolve, reject) => {
    const processMessage = async () => {
      seen += 1;
      if (seen === MESSAGES) resolve();
    };
    receiver.subscribe(
      { processMessage, processError: async ({ error }) => reject(error) },
      { maxConcurrentCalls: 32 },
    );
  });
  const rate = (MESSAGES / (performance.now() - since)) * 1000;
  await receiver.close();
  return rate;
}
