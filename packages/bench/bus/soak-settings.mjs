export { SUBSCRIPTION, TOPIC } from "./workload.mjs";

export const RUNS = 100;

/** A soak does not wait for as long as a client in Azure would. */
export const QUICKLY = { maxRetries: 2, retryDelayInMs: 50, maxRetryDelayInMs: 500, timeoutInMs: 2_000 };

/**
 * What goes wrong all the time: messages that come twice, acknowledgements that are lost or untrue, links and connections
 * that end.
 */
export function chaos(index) {
  const seed = index * 100;
  const detach = { detach: { condition: "amqp:link:detach-forced" } };
  return {
    twice: { on: "send", probability: 0.02, seed: seed + 1, effect: { duplicate: true } },
    cutSend: { on: "send", probability: 0.002, seed: seed + 2, effect: { reset: true } },
    busy: { on: "send", probability: 0.01, seed: seed + 3, effect: { throttle: true } },
    unanswered: { on: "send", probability: 0.001, seed: seed + 4, effect: { swallow: true } },
    cutReceive: { on: "receive", probability: 0.0001, seed: seed + 5, effect: { reset: true } },
    detach: { on: "receive", probability: 0.0003, seed: seed + 6, effect: detach },
    cutSettle: { on: "settle", probability: 0.0002, seed: seed + 7, effect: detach },
    untrue: { on: "settle", probability: 0.0003, seed: seed + 8, effect: { drop: true } },
  };
}
