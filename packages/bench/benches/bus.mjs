import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { nextMessage } from "../measure/child.mjs";
import { inTurn, medians } from "../measure/in-turn.mjs";
import { atLeast, mapValues, median, medianInterval, rounded } from "../measure/statistics.mjs";

const BROKER = fileURLToPath(new URL("../children/bus-broker.mjs", import.meta.url));
const CLIENT = fileURLToPath(new URL("../children/bus-client.mjs", import.meta.url));
const CONTENDERS = ["bare", "azlin", "outbox"];
const ROUNDS = Number(process.env.AZLIN_BENCH_ROUNDS ?? 100);
const WARMUPS = 20;

/**
 * What `@azlin/event-bus` costs beside the official client alone, which sends and receives the same messages of the same
 * broker. Each has a process of its own: what one leaves behind in the heap, or the compiler learns from it, would be part of
 * the other's measurement. Their turns of half a second alternate, and a share is that of a round, so that both had the same
 * machine.
 */
export async function run() {
  const broker = fork(BROKER);
  const { connectionString } = await nextMessage(broker);
  const contenders = await Promise.all(CONTENDERS.map((name) => start(name, connectionString)));
  const turns = Object.fromEntries(contenders.map(({ name, takeTurn }) => [name, takeTurn]));
  const results = await inTurn(turns, { rounds: ROUNDS, warmups: WARMUPS });
  for (const { end } of contenders) await end();
  broker.disconnect();
  await once(broker, "exit");
  return report(results);
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

function report(results) {
  const ratios = {
    publishToBare: compare(results, "azlin", ({ publish }, bare) => publish.rate / bare.publish.rate),
    receiveToBare: compare(results, "azlin", ({ receive }, bare) => receive.rate / bare.receive.rate),
    outboxPublishToBare: compare(results, "outbox", ({ publish }, bare) => publish.rate / bare.publish.rate),
  };
  const extra = (ours, work) =>
    rounded(median(compare(results, ours, (turn, bare) => turn[work].cpuMicros - bare[work].cpuMicros)));
  const { bare: publishedByBare, azlin: published, outbox } = medians(results, ({ publish }) => publish.rate);
  const { bare: receivedByBare, azlin: received } = medians(results, ({ receive }) => receive.rate);
  return {
    targets: {
      publishToBare: atLeast(median(ratios.publishToBare), 0.95),
      receiveToBare: atLeast(median(ratios.receiveToBare), 0.95),
      outboxPublishToBare: atLeast(median(ratios.outboxPublishToBare), 0.8),
    },
    figures: {
      // Where each of these lies with 95 % certainty.
      between: mapValues(ratios, medianInterval),
      publishedPerSecond: mapValues({ bare: publishedByBare, azlin: published, outbox }, Math.round),
      receivedPerSecond: mapValues({ bare: receivedByBare, azlin: received }, Math.round),
      overheadMicrosOfCpu: {
        publish: extra("azlin", "publish"),
        publishWithOutbox: extra("outbox", "publish"),
        receive: extra("azlin", "receive"),
      },
      bareMicrosOfCpu: {
        publish: rounded(median(results.bare.map(({ publish }) => publish.cpuMicros))),
        receive: rounded(median(results.bare.map(({ receive }) => receive.cpuMicros))),
      },
    },
  };
}

/** What `of` makes of each turn of a contender and the client's own of the same round. */
function compare({ bare, ...others }, ours, of) {
  return others[ours].map((turn, round) => of(turn, bare[round]));
}
