import { ROLES, SUBSCRIPTION_ID, VAULT_URL } from "./scale.mjs";

/** Tries of a request that is throttled. */
const MAX_TRIES = 10;
const GRAPH = "https://graph.microsoft.com";
const ARM = "https://management.azure.com";

/** The requests of those who do not use azlin, sent as Azure's own clients do: one told to wait is sent again. */
export function azureClient(program, clock) {
  const send = async (request) => {
    for (let left = MAX_TRIES; ; left--) {
      const response = await program.send(request);
      const seconds = response.headers.get("retry-after");
      if (response.status !== 429 || seconds === null || left === 1) return answerOf(response);
      await clock.delay(Number(seconds) * 1_000);
    }
  };
  const graph = (method, path, body) => send({ method, url: `${GRAPH}/v1.0/${path}`, body, audience: GRAPH });
  const arm = (method, id, body) => send({ method, url: `${ARM}${id}?api-version=2022-04-01`, body, audience: ARM });
  return {
    graph,
    assign: (assignmentId, properties) => arm("PUT", assignmentId, { properties }),
    unassign: (assignmentId) => arm("DELETE", assignmentId),
    secret: (method, name, body) =>
      send({ method, url: `${VAULT_URL}/secrets/${name}?api-version=7.5`, body, audience: "https://vault.azure.net" }),
  };
}

/** Id of an assignment by its name, and of a role's definition. */
export function assignmentId(scope, name) {
  return `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
}

export function roleId(role) {
  return `/subscriptions/${SUBSCRIPTION_ID}/providers/Microsoft.Authorization/roleDefinitions/${ROLES[role]}`;
}

async function answerOf(response) {
  const { status } = response;
  const text = await response.text();
  const body = text === "" ? {} : JSON.parse(text);
  return { status, body, error: status < 400 ? undefined : `${body.error?.code}: ${body.error?.message}` };
}

/** The body of an answer. @throws Error for a refusal */
export function required({ body, error }) {
  if (error !== undefined) throw new Error(error);
  return body;
}
