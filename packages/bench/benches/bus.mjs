import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { openAzlin } from "../bus/azlin.mjs";
import { openBare } from "../bus/bare.mjs";
import { inTurn, medians } from "../measure/in-turn.mjs";
import { atLeast, median, rounded } from "../measure/statistics.mjs";

const BROKER = fileURLToPath(new URL("../children/bus-broker.mjs", import.meta.url));
const ROUNDS = Number(process.env.AZLIN_BENCH_ROUNDS ?? 5);

/**
 * What `@azlin/event-bus` costs beside the official client alone, which sends and receives the same messages of the same
 * broker in turn with it. A share is that of a round, so that both had the same machine.
 */
export async function run() {
  const child = fork(BROKER);
  const [{ connectionString }] = await once(child, "message");
  const bare = openBare(connectionString);
  const azlin = await openAzlin(connectionString);
  const outbox = await openAzlin(connectionString, { hasOutbox: true });
  try {
    const results = await inTurn(
      {
        barePublish: bare.publish,
        bareReceive: bare.receive,
        azlinPublish: azlin.publish,
        azlinReceive: azlin.receive,
        outboxPublish: outbox.publish,
        outboxReceive: azlin.receive,
      },
      { rounds: ROUNDS, warmups: 1 },
    );
    return report(results);
  } finally {
    await Promise.all([bare, azlin, outbox].map(({ close }) => close()));
    child.disconnect();
    await once(child, "exit");
  }
}

function report(results) {
  const share = (ours, theirs) => median(results[ours].map(({ rate }, round) => rate / results[theirs][round].rate));
  const rates = medians(results, ({ rate }) => Math.round(rate));
  const cpu = medians(results, ({ cpuMicros }) => cpuMicros);
  return {
    targets: {
      publishToBare: atLeast(share("azlinPublish", "barePublish"), 0.95),
      receiveToBare: atLeast(share("azlinReceive", "bareReceive"), 0.95),
      outboxPublishToBare: atLeast(share("outboxPublish", "barePublish"), 0.8),
    },
    figures: {
      publishedPerSecond: { bare: rates.barePublish, azlin: rates.azlinPublish, outbox: rates.outboxPublish },
      receivedPerSecond: { bare: rates.bareReceive, azlin: rates.azlinReceive },
      overheadMicrosOfCpu: {
        publish: rounded(cpu.azlinPublish - cpu.barePublish),
        publishWithOutbox: rounded(cpu.outboxPublish - cpu.barePublish),
        receive: rounded(cpu.azlinReceive - cpu.bareReceive),
      },
      bareMicrosOfCpu: { publish: rounded(cpu.barePublish), receive: rounded(cpu.bareReceive) },
    },
  };
}
