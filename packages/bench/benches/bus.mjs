import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { nextMessage } from "../measure/child.mjs";
import { atLeast, median, medianInterval, rounded } from "../measure/statistics.mjs";

const BROKER = fileURLToPath(new URL("../children/bus-broker.mjs", import.meta.url));
const CLIENT = fileURLToPath(new URL("../children/bus-client.mjs", import.meta.url));
const CONTENDERS = ["bare", "azlin", "outbox"];
const ROUNDS = Number(process.env.AZLIN_BENCH_ROUNDS ?? 100);
const WARMUPS = 20;

/**
 * What `@azlin/event-bus` costs beside the official client alone, which sends and receives the same messages of the same
 * broker. Each has a process of its own: what one leaves behind in the heap, or the compiler learns from it, would be part of
 * the other's measurement. Their turns of some seconds alternate, and a share is that of a round, so that both had the same
 * machine.
 */
export async function run() {
  const broker = fork(BROKER);
  const { connectionString } = await nextMessage(broker);
  const contenders = await Promise.all(CONTENDERS.map((name) => start(name, connectionString)));
  const rounds = [];
  for (let round = -WARMUPS; round < ROUNDS; round += 1) {
    const results = {};
    // Each begins as often as the next.
    for (const { name, takeTurn } of round % 2 === 0 ? contenders : contenders.toReversed()) {
      results[name] = await takeTurn();
    }
    if (round >= 0) rounds.push(results);
  }
  for (const { end } of contenders) await end();
  broker.disconnect();
  await once(broker, "exit");
  return report(rounds);
}

async function start(name, connectionString) {
  const child = fork(CLIENT, [name, connectionString]);
  await nextMessage(child);
  const ask = (work) => {
    child.send(work);
    return nextMessage(child);
  };
  return {
    name,
    takeTurn: async () => ({ publish: await ask("publish"), receive: await ask("receive") }),
    end: async () => {
      child.disconnect();
      await once(child, "exit");
    },
  };
}

function report(rounds) {
  const shares = (ours, work) => rounds.map((round) => round[ours][work].rate / round.bare[work].rate);
  const of = (pick) => median(rounds.map(pick));
  const rate = (who, work) => Math.round(of((round) => round[who][work].rate));
  const cpu = (who, work) => rounded(of((round) => round[who][work].cpuMicros));
  const overhead = (who, work) => rounded(of((round) => round[who][work].cpuMicros - round.bare[work].cpuMicros));
  return {
    targets: {
      publishToBare: atLeast(median(shares("azlin", "publish")), 0.95),
      receiveToBare: atLeast(median(shares("azlin", "receive")), 0.95),
      outboxPublishToBare: atLeast(median(shares("outbox", "publish")), 0.8),
    },
    figures: {
      // Where each of these lies with 95 % certainty.
      between: {
        publishToBare: medianInterval(shares("azlin", "publish")),
        receiveToBare: medianInterval(shares("azlin", "receive")),
        outboxPublishToBare: medianInterval(shares("outbox", "publish")),
      },
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
