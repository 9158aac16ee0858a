import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { nextMessage } from "../measure/child.mjs";
import { atLeast, median, rounded } from "../measure/statistics.mjs";

const BROKER = fileURLToPath(new URL("../children/bus-broker.mjs", import.meta.url));
const CLIENT = fileURLToPath(new URL("../children/bus-client.mjs", import.meta.url));
const CONTENDERS = ["bare", "azlin", "outbox"];
const TURNS = 4;
const ROUNDS = Number(process.env.AZLIN_BENCH_ROUNDS ?? 5);
const WARMUPS = 2;

/**
 * What `@azlin/event-bus` costs beside the official client alone, which sends and receives the same messages of the same
 * broker. Each has a process of its own, one after the other and several times: what one leaves behind in the heap, or the
 * compiler learns from it, would be part of the other's measurement, and a process that waits for its turn has its heap
 * shrunk. A share is that of a turn, so that both had the same machine.
 */
export async function run() {
  const broker = fork(BROKER);
  const { connectionString } = await nextMessage(broker);
  const turns = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    const results = {};
    for (const contender of CONTENDERS) results[contender] = await measure(contender, connectionString);
    turns.push(results);
  }
  broker.disconnect();
  await once(broker, "exit");
  return report(turns);
}

/** Medians of a contender's rounds. */
async function measure(contender, connectionString) {
  const child = fork(CLIENT, [contender, connectionString], { execArgv: ["--expose-gc"] });
  await nextMessage(child);
  const ask = (work) => {
    child.send(work);
    return nextMessage(child);
  };
  const published = [];
  const received = [];
  for (let round = 0; round < WARMUPS + ROUNDS; round += 1) {
    published.push(await ask("publish"));
    received.push(await ask("receive"));
  }
  child.disconnect();
  await once(child, "exit");
  return { publish: summary(published.slice(WARMUPS)), receive: summary(received.slice(WARMUPS)) };
}

function summary(results) {
  return {
    rate: median(results.map(({ rate }) => rate)),
    cpuMicros: median(results.map(({ cpuMicros }) => cpuMicros)),
  };
}

function report(turns) {
  const of = (pick) => median(turns.map(pick));
  const share = (ours, work) => of((turn) => turn[ours][work].rate / turn.bare[work].rate);
  const rate = (who, work) => Math.round(of((turn) => turn[who][work].rate));
  const cpu = (who, work) => rounded(of((turn) => turn[who][work].cpuMicros));
  const overhead = (who, work) => rounded(of((turn) => turn[who][work].cpuMicros - turn.bare[work].cpuMicros));
  return {
    targets: {
      publishToBare: atLeast(share("azlin", "publish"), 0.95),
      receiveToBare: atLeast(share("azlin", "receive"), 0.95),
      outboxPublishToBare: atLeast(share("outbox", "publish"), 0.8),
    },
    figures: {
      publishedPerSecond: {
        bare: rate("bare", "publish"),
        azlin: rate("azlin", "publish"),
        outbox: rate("outbox", "publish"),
      },
      receivedPerSecond: { bare: rate("bare", "receive"), azlin: rate("azlin", "receive") },
      overheadMicrosOfCpu: {
        publish: overhead("azlin", "publish"),
        publishWithOutbox: overhead("outbox", "publish"),
        receive: overhead("azlin", "receive"),
      },
      bareMicrosOfCpu: { publish: cpu("bare", "publish"), receive: cpu("bare", "receive") },
    },
  };
}
