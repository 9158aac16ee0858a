import { armClient } from "../arm-client.mjs";
import { RUN_ID } from "../scale.mjs";

const TRIES = 5;
const LONGEST_WAIT_S = 60;
/** Time for one deletion. What has not ended by then counts as deleted. */
const DEADLINE_MS = 300_000;
const POLL_MS = 5_000;
/** One for every type. */
const API_VERSION = "2023-07-01";
/** Words in the text of an error after which a deletion is tried again. */
const PASSING = ["conflict", "contains", "dependency", "locked"];

/**
 * The seed's algorithm: one resource after the other in the order in which the index shows them, five tries each. Its paging
 * reads the first page for ever; here it goes on to the next one.
 */
export async function seedAlgorithm({ emulator, clock, world }) {
  const azure = armClient({ emulator, clock });
  const ids = await queryManaged(azure, world);
  const deleted = [];
  const kept = [];
  for (const id of ids) ((await deleteWithRetry({ azure, clock }, id)) ? deleted : kept).push(id);
  return { deleted, kept };
}

async function queryManaged(azure, { subscriptionId }) {
  const query =
    `Resources | where tags['AzureHayMaker-managed'] == 'true' and tags['RunId'] == '${RUN_ID}' ` +
    "| project id, type, name, tags";
  const ids = [];
  for (let $skipToken; ;) {
    const options = { $top: 1_000, ...($skipToken !== undefined && { $skipToken }) };
    const request = { subscriptions: [subscriptionId], query, options };
    const path = "/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01";
    const { body, error } = await azure.send("POST", path, request);
    if (error !== undefined) throw new Error(`The index cannot be read: ${error}`);
    ids.push(...body.data.map(({ id }) => id));
    $skipToken = body.$skipToken;
    if ($skipToken === undefined) return ids;
  }
}

async function deleteWithRetry({ azure, clock }, id) {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const error = await deleteOnce({ azure, clock }, id);
    if (error === undefined) return true;
    if (!PASSING.some((word) => error.toLowerCase().includes(word))) return false;
    if (attempt < TRIES - 1) await clock.delay(Math.min(2 ** attempt, LONGEST_WAIT_S) * 1_000);
  }
  return false;
}

/** The text of the error; `undefined` when it is taken to be gone. */
async function deleteOnce({ azure, clock }, id) {
  const deadlineMs = clock.now() + DEADLINE_MS;
  const { status, error, operationUrl } = await azure.send("DELETE", `${id}?api-version=${API_VERSION}`);
  if (status === 404) return undefined;
  if (error !== undefined || operationUrl === undefined) return error;
  while (clock.now() < deadlineMs) {
    await clock.delay(POLL_MS);
    const poll = await azure.send("GET", operationUrl);
    if (poll.error !== undefined) return poll.error;
    if (poll.status !== 202 && poll.body.status !== "InProgress") return undefined;
  }
  return undefined;
}
