/** Where everything goes in these measurements. */
export const TOPIC = "bench";
export const SUBSCRIPTION = "all";

const EVENTS = 3_200;
/** Events at the beginning of each turn that do not count: links are opened, and the heap grows to what it is under load. */
const FIRST_EVENTS = 400;
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
  const first = batchesOf(makeEvents(FIRST_EVENTS));
  const batches = batchesOf(makeEvents(EVENTS));
  const publish = async (from) => {
    const publishInTurn = async () => {
      for (let batch = from.shift(); batch !== undefined; batch = from.shift()) await publishBatch(batch);
    };
    await Promise.all(Array.from({ length: PUBLISHERS }, publishInTurn));
    await flush?.();
  };
  await publish(first);
  const stopwatch = startStopwatch();
  await publish(batches);
  return stopwatch();
}

/** As {@link publishAll}, for what that has published, of which `receive` calls back for each event. */
export async function receiveAll(receive) {
  const { figures, subscribed } = await new Promise((resolve, reject) => {
    let seen = 0;
    let stopwatch;
    const saw = () => {
      seen += 1;
      if (seen === FIRST_EVENTS) stopwatch = startStopwatch();
      if (seen === FIRST_EVENTS + EVENTS) resolve({ figures: stopwatch(), subscribed: subscription });
    };
    const subscription = receive(saw, reject);
    subscription.catch(reject);
  });
  const stop = await subscribed;
  await stop();
  return figures;
}

function batchesOf(events) {
  return Array.from({ length: events.length / BATCH }, (_, index) => events.slice(index * BATCH, (index + 1) * BATCH));
}

/** A function that says what has been done since, if it was {@link EVENTS} events. */
function startStopwatch() {
  const cpu = process.cpuUsage();
  const since = performance.now();
  return () => {
    const seconds = (performance.now() - since) / 1_000;
    const { user, system } = process.cpuUsage(cpu);
    return { rate: EVENTS / seconds, cpuMicros: (user + system) / EVENTS };
  };
}
