import type { Receiver } from "rhea";
import { BrokerError } from "../broker-error.ts";
import { applyBrokerFault } from "../faults/fault-target.ts";
import { MANAGEMENT_OPERATIONS } from "../management/operations.ts";
import type { EntityAddress } from "../namespace/entity-address.ts";
import { subscriptionPath } from "../namespace/entity-address.ts";
import { toAmqpError } from "./amqp-error.ts";
import { toText } from "./amqp-values.ts";
import type { NeededRight } from "./authorization.ts";
import type { ClientConnection } from "./client-connection.ts";
import { onRequests, reply, type AmqpRequest } from "./request.ts";

/** Statuses of refused requests, by condition. */
const STATUSES: Readonly<Record<string, number>> = {
  "com.microsoft:message-lock-lost": 410,
  "com.microsoft:session-lock-lost": 410,
  "com.microsoft:message-not-found": 404,
  "amqp:not-found": 404,
  "com.microsoft:entity-already-exists": 409,
  "amqp:unauthorized-access": 401,
  "amqp:resource-limit-exceeded": 403,
  "amqp:link:message-size-exceeded": 413,
  "com.microsoft:server-busy": 503,
  "amqp:internal-error": 500,
};

interface Answer {
  readonly status: number;
  readonly description: string;
  readonly condition?: string;
  readonly body?: unknown;
}

/** Answers requests to an entity's `$management`: peeks, renewals, schedules, deferred messages, sessions, rules. */
export function answerRequests(connection: ClientConnection, receiver: Receiver, address: EntityAddress): void {
  const path =
    address.subscription === undefined ? address.entity : subscriptionPath(address.entity, address.subscription);
  const right: NeededRight = { path, rights: ["Listen", "Send", "Manage"] };
  connection.requireRight(right);
  const target = {
    detach: ({ condition, message }: BrokerError) => receiver.close({ condition, description: message }),
    closeConnection: (error: BrokerError) => connection.closeConnection(error),
    reset: () => connection.reset(),
    freeze: (ms: number) => connection.freeze(ms),
  };
  connection.holdRight(right, receiver, target.detach);
  onRequests(connection, receiver, async (request) => {
    const remainder = applyBrokerFault(connection.endpoint.faults.strike("manage", path), target);
    if (remainder === "nothing") return;
    const answer = remainder instanceof BrokerError ? refusal(remainder) : await perform(connection, address, request);
    if (remainder !== "swallow") send(connection, request, answer);
  });
}

async function perform(connection: ClientConnection, address: EntityAddress, request: AmqpRequest): Promise<Answer> {
  try {
    const name = (toText(request.properties["operation"]) ?? "").replace(/^com\.microsoft:/, "");
    const operation = MANAGEMENT_OPERATIONS[name];
    if (operation === undefined) throw new BrokerError("amqp:not-implemented", `The operation '${name}' is not known.`);
    const namespace = connection.namespace;
    if (namespace === undefined) throw new BrokerError("amqp:unauthorized-access", "The namespace is not known.");
    const body = (request.body ?? {}) as Readonly<Record<string, unknown>>;
    const result = operation({ namespace, address, body, endpoint: connection.endpoint });
    await connection.endpoint.committed();
    if (result === undefined) return { status: 204, description: "No Content" };
    return { status: 200, description: "OK", body: result };
  } catch (error) {
    return refusal(error);
  }
}

function refusal(error: unknown): Answer {
  const { condition, description } = toAmqpError(error);
  return { status: STATUSES[condition] ?? 400, description, condition };
}

function send(connection: ClientConnection, request: AmqpRequest, answer: Answer): void {
  const { types } = connection.endpoint.amqp;
  reply(connection, request, {
    properties: {
      statusCode: types.wrap_int(answer.status),
      statusDescription: answer.description,
      ...(answer.condition !== undefined && { errorCondition: types.wrap_symbol(answer.condition) }),
    },
    body: answer.body,
  });
}
