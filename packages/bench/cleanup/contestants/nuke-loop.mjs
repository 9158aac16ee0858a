import { resourceKey } from "@azlin/core";
import { armClient } from "../arm-client.mjs";
import { TYPES } from "../documents.mjs";
import { RUN_ID } from "../scale.mjs";

/** Who uses others comes first, groups last. */
const TYPE_ORDER = ["vm", "disk", "nic", "ip", "nsg", "network", "group"];
const SLEEP_MS = 5_000;
/** Passes in a row, with nothing under way and something that has failed, that end it. */
const FAILED_PASSES = 3;
/** The programs wait for ever for a deletion that was accepted and failed; here they give up after this. Milliseconds. */
const PATIENCE_MS = 1_200_000;
const API_VERSION = "2024-07-01";

/**
 * The loop of the nuke programs: type after type, one deletion sent after the other without waiting for its end, in passes
 * that send again what was refused and look in the lists for what has gone.
 */
export async function nukeLoop({ emulator, clock, world }) {
  const azure = armClient({ emulator, clock });
  const lists = (kind) => listKind(azure, world, kind);
  const items = [];
  for (const kind of TYPE_ORDER) {
    for (const { id, tags } of await lists(kind)) {
      if (tags?.RunId === RUN_ID) items.push({ id, kind, state: "new" });
    }
  }
  await passes({ azure, clock, lists }, items);
  const idsOf = (isGone) => items.filter(({ state }) => (state === "finished") === isGone).map(({ id }) => id);
  return { deleted: idsOf(true), kept: idsOf(false) };
}

async function listKind(azure, { subscriptionId }, kind) {
  const subscription = `/subscriptions/${subscriptionId}`;
  if (kind === "group") return azure.list(`${subscription}/resourcegroups?api-version=${API_VERSION}`);
  const filter = encodeURIComponent(`resourceType eq '${TYPES[kind]}'`);
  return azure.list(`${subscription}/resources?$filter=${filter}&api-version=${API_VERSION}`);
}

async function passes(context, items) {
  const count = (state) => items.filter((item) => item.state === state).length;
  const { clock } = context;
  let failedPasses = 0;
  let progressAtMs = clock.now();
  for (;;) {
    const left = count("new") + items.length - count("finished");
    await pass(context, items);
    if (count("finished") === items.length) return;
    failedPasses = count("waiting") === 0 ? failedPasses + 1 : 0;
    if (count("new") + items.length - count("finished") < left) progressAtMs = clock.now();
    if (failedPasses === FAILED_PASSES || clock.now() - progressAtMs >= PATIENCE_MS) return;
    await clock.delay(SLEEP_MS);
  }
}

/** Lists are read once in a pass. */
async function pass({ azure, lists }, items) {
  const listed = new Map();
  const isThere = async ({ id, kind }) => {
    if (!listed.has(kind)) listed.set(kind, new Set((await lists(kind)).map((one) => resourceKey(one.id))));
    return listed.get(kind).has(resourceKey(id));
  };
  for (const item of items) {
    if (item.state === "finished") continue;
    const isNew = item.state === "new";
    if (item.state !== "waiting") await remove(azure, item);
    if (!isNew && item.state === "waiting" && !(await isThere(item))) item.state = "finished";
  }
}

async function remove(azure, item) {
  const { status } = await azure.send("DELETE", `${item.id}?api-version=${API_VERSION}`);
  if (status === 404) item.state = "finished";
  else item.state = status < 400 ? "waiting" : "failed";
}
