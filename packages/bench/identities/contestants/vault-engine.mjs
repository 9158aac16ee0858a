import { randomGuid, seededRandom } from "@azlin/core";
import { assignmentId, azureClient, required, roleId } from "../azure-client.mjs";
import { GROUP, ROLES } from "../scale.mjs";

/** What each step may take in all, and the time between two tries of it. Milliseconds. */
const STEP_MS = 80_000;
const WAIT_MS = { from: 2_000, to: 7_000 };
/** A record is rolled back from this age on, every minute, and given up at the other. Milliseconds. */
const ROLLBACK = { everyMs: 60_000, fromMs: 300_000, untilMs: 86_400_000 };
/** Parts of an error's text after which the service principal is tried again. */
const PASSING = ["not found", "does not reference a valid", "local tenant", "authorization_requestdenied"];
const TEN_YEARS_MS = 10 * 365 * 86_400_000;

/**
 * HashiCorp Vault's engine for Azure, from its description: the application is written down after it was made, the roles before;
 * they are given one by one, without saying that it is a service principal. Whoever asked gets the password at once. What is
 * deleted stays in the bin, as `permanently_delete` is off unless somebody turns it on.
 */
export const vaultEngine = {
  memory: () => ({ records: [] }),
  create: async ({ program, clock, seed }, memory) => {
    const azure = azureClient(program, clock);
    const random = seededRandom(seed);
    const { id, appId } = required(await azure.graph("POST", "applications", { displayName: `vault-${seed}` }));
    note(memory, clock, { application: id });
    const assignments = Object.keys(ROLES).map((role) => ({ role, id: assignmentId(GROUP, randomGuid(random)) }));
    note(memory, clock, { assignments: assignments.map((one) => one.id) });
    const tried = trying({ clock, random });
    const principal = await makePrincipal({ azure, clock, tried }, appId);
    for (const { role, id: assignment } of assignments) {
      const properties = { principalId: principal, roleDefinitionId: roleId(role) };
      await tried(() => azure.assign(assignment, properties), ["principalnotfound"]);
    }
    memory.records = [];
    return { clientId: appId, application: id, principal, assignments: assignments.map((one) => one.id) };
  },
  recover: async ({ program, clock }, memory) => {
    const azure = azureClient(program, clock);
    while (memory.records.length > 0) {
      await clock.delay(ROLLBACK.everyMs);
      const kept = [];
      for (const record of memory.records) if (!(await isSettled({ azure, clock }, record))) kept.push(record);
      memory.records = kept;
    }
  },
  remove: async ({ program, clock }, _memory, { application, principal, assignments }) => {
    const azure = azureClient(program, clock);
    for (const id of assignments) await azure.unassign(id);
    await azure.graph("DELETE", `servicePrincipals/${principal}`);
    await azure.graph("DELETE", `applications/${application}`);
  },
};

function note({ records }, clock, record) {
  records.push({ ...record, atMs: clock.now() });
}

/** The principal and its password are one step with one limit of time. */
async function makePrincipal({ azure, clock, tried }, appId) {
  let principal;
  await tried(async () => {
    if (principal === undefined) {
      const made = await azure.graph("POST", "servicePrincipals", { appId });
      if (made.error !== undefined) return made;
      principal = made.body.id;
    }
    const endDateTime = new Date(clock.now() + TEN_YEARS_MS).toISOString();
    return azure.graph("POST", `servicePrincipals/${principal}/addPassword`, { passwordCredential: { endDateTime } });
  }, [...PASSING, "does not exist"]);
  return principal;
}

function trying({ clock, random }) {
  return async (step, passing) => {
    const endMs = clock.now() + STEP_MS;
    for (;;) {
      const answer = await step();
      if (answer.error === undefined) return answer.body;
      const isPassing = passing.some((part) => answer.error.toLowerCase().includes(part));
      const waitMs = WAIT_MS.from + random.next() * (WAIT_MS.to - WAIT_MS.from);
      if (!isPassing || clock.now() + waitMs > endMs) throw new Error(answer.error);
      await clock.delay(waitMs);
    }
  };
}

/** Whether a record is rolled back, or given up. */
async function isSettled({ azure, clock }, record) {
  const ageMs = clock.now() - record.atMs;
  if (ageMs < ROLLBACK.fromMs) return false;
  return ageMs > ROLLBACK.untilMs || rollBack(azure, record);
}

/** Whether everything of a record is gone, as far as it is known. The first assignment that is not there ends it, and the rest is skipped. */
async function rollBack(azure, { application, assignments = [] }) {
  if (application !== undefined) {
    const { status } = await azure.graph("DELETE", `applications/${application}`);
    return status === 204 || status === 404;
  }
  for (const id of assignments) {
    const { status, error } = await azure.unassign(id);
    if (status === 204) return true;
    if (error !== undefined) return false;
  }
  return true;
}
