import { resourceKey } from "@azlin/core";
import { createEmulator } from "@azlin/emulator";
import { TYPES } from "./documents.mjs";
import { LeapingClock } from "./leaping-clock.mjs";
import { REQUEST_MS, THROTTLED } from "./scale.mjs";

const ARM = "management.azure.com";

/**
 * A local Azure with a world in it. What a deletion takes is drawn for each resource before anybody begins, from what was
 * recorded of Azure, so that it is the same for all who delete it.
 *
 * @param throttling - `share`: of all requests, by chance; `limits`: by Azure's own; `none`.
 */
export function openWorld(world, { throttling = "share" } = {}) {
  const emulator = createEmulator({ seed: world.seed, clock: "virtual" });
  emulator.seed(world.resources.map(({ id, body }) => ({ id, body })));
  emulator.seed(world.locks.map((id) => lockOf(id)));
  emulator.configure({ latency: { profile: "recorded", scale: 1 } });
  const durations = drawDurations(emulator, world.resources);
  fixDurations(emulator.world.operations, durations);
  if (throttling === "share") throttleByChance(emulator, world.seed);
  if (throttling === "limits") emulator.configure({ throttling: { enabled: true, limits: {} } });
  const { requests, clock } = follow(emulator);
  return { emulator, clock, requests, durations };
}

function lockOf(id) {
  return { id: `${id}/providers/Microsoft.Authorization/locks/keep`, body: { properties: { level: "CanNotDelete" } } };
}

function drawDurations({ world: { latency } }, resources) {
  return new Map(resources.map(({ id, kind }) => [id, latency.durationOf("DELETE", TYPES[kind])]));
}

function fixDurations(operations, durations) {
  const byKey = new Map([...durations].map(([id, ms]) => [resourceKey(id), ms]));
  const start = operations.start.bind(operations);
  operations.start = (operation) => {
    const drawn = operation.verb === "delete" ? byKey.get(resourceKey(operation.resourceId)) : undefined;
    return start({ ...operation, durationMs: drawn ?? operation.durationMs });
  };
}

function throttleByChance({ faults }, seed) {
  faults.set("throttled", {
    match: { host: ARM },
    probability: THROTTLED.share,
    seed,
    effect: {
      status: 429,
      code: "TooManyRequests",
      message: "Too many requests.",
      headers: { "retry-after": String(THROTTLED.retryAfterSeconds) },
    },
  });
}

/** Lets each request take its time, and counts them. */
function follow(emulator) {
  const requests = { total: 0, throttled: 0, deletes: new Map() };
  const answer = emulator.fetch;
  let underWay = 0;
  const clock = new LeapingClock(emulator, () => underWay > 0);
  emulator.fetch = async (request) => {
    const url = new URL(request.url);
    if (url.host === ARM) await clock.delay(REQUEST_MS);
    underWay += 1;
    try {
      const response = await answer(request);
      if (url.host === ARM) count(requests, { method: request.method, path: url.pathname, status: response.status });
      return response;
    } finally {
      underWay -= 1;
    }
  };
  return { requests, clock };
}

/** A deletion that is answered 429 does not count as one. */
function count(requests, { method, path, status }) {
  requests.total += 1;
  if (status === 429) requests.throttled += 1;
  else if (method === "DELETE") {
    const key = resourceKey(path);
    requests.deletes.set(key, (requests.deletes.get(key) ?? 0) + 1);
  }
}
