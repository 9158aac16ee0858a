/** Where everything goes in these measurements. */
export const TOPIC = "bench";
export const SUBSCRIPTION = "all";

const EVENTS = 10_000;
const PUBLISHERS = 32;
const BATCH = 100;
export const CONCURRENCY = 32;

/** Makes the JSON of an event about this long. */
const MESSAGE = "x".repeat(800);

let made = 0;

/** So many events of 1 KB that differ, each publisher's of one run. */
function makeEvents(count) {
  return Array.from({ length: count }, (_, index) => ({
    event_type: "operation",
    event_id: `e-${(made += 1)}`,
    scenario_name: "bench",
    run_id: `run-${Math.floor(index / BATCH) % PUBLISHERS}`,
    timestamp: "2026-11-14T12:00:00Z",
    message: MESSAGE,
    details: { n: index },
  }));
}

/**
 * Has batches published by {@link PUBLISHERS} at once, until `flush` says that all have gone.
 *
 * @returns messages a second, and microseconds of a processor that each took here.
 */
export async function publishAll(publishBatch, flush) {
  const events = makeEvents(EVENTS);
  const batches = [];
  for (let at = 0; at < events.length; at += BATCH) batches.push(events.slice(at, at + BATCH));
  const publish = async () => {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) await publishBatch(batch);
  };
  return measured(async () => {
    await Promise.all(Array.from({ length: PUBLISHERS }, publish));
    await flush?.();
  });
}

/** As {@link publishAll}, for {@link EVENTS} events of which `receive` calls back for each. */
export function receiveAll(receive) {
  return measured(async () => {
    let seen = 0;
    let stop;
    await new Promise((resolve, reject) => {
      const saw = () => {
        seen += 1;
        if (seen === EVENTS) resolve();
      };
      receive(saw, reject).then((end) => (stop = end), reject);
    });
    return stop;
  });
}

async function measured(work) {
  globalThis.gc?.();
  const cpu = process.cpuUsage();
  const since = performance.now();
  const result = await work();
  const seconds = (performance.now() - since) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  if (typeof result === "function") await result();
  return { rate: EVENTS / seconds, cpuMicros: (user + system) / EVENTS };
}
