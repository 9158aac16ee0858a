import type { Receiver } from "rhea";
import { BrokerError, unauthorizedAccess } from "../broker-error.ts";
import { toAmqpError } from "./amqp-error.ts";
import { toText } from "./amqp-values.ts";
import { pathOfAudience } from "./audience.ts";
import type { Grant } from "./authorization.ts";
import type { ClientConnection } from "./client-connection.ts";
import { onRequests, reply, type AmqpRequest } from "./request.ts";
import { verifySharedAccess } from "./sas-token.ts";

/** Takes tokens on the link `$cbs`: who shows one may do what it allows. */
export function answerTokens(connection: ClientConnection, receiver: Receiver): void {
  onRequests(connection, receiver, async (request) => {
    const { types } = connection.endpoint.amqp;
    const status = await takeToken(connection, request);
    reply(connection, request, {
      properties: {
        "status-code": types.wrap_int(status.code),
        "status-description": status.description,
        ...(status.condition !== undefined && { "error-condition": types.wrap_symbol(status.condition) }),
      },
    });
  });
}

interface TokenStatus {
  readonly code: number;
  readonly description: string;
  readonly condition?: string;
}

async function takeToken(connection: ClientConnection, { properties, body }: AmqpRequest): Promise<TokenStatus> {
  try {
    const token = toText(body) ?? "";
    const isJwt = properties["type"] === "jwt";
    const audience = pathOfAudience(toText(properties["name"]) ?? "");
    const grant = isJwt ? await readJwt(connection, token, audience) : readSignature(connection, token);
    connection.authorization.add(grant);
    return { code: 202, description: "Accepted" };
  } catch (error) {
    const { condition, description } = toAmqpError(error);
    return { code: error instanceof BrokerError ? 401 : 500, description, condition };
  }
}

async function readJwt(connection: ClientConnection, token: string, path: string): Promise<Grant> {
  const { verifyToken } = connection.endpoint;
  const [namespace] = connection.namespacesMeant();
  if (verifyToken === undefined) throw unauthorizedAccess("Entra tokens are not taken here.");
  if (namespace === undefined) throw noNamespace();
  const { expiresAtMs, rights } = await verifyToken(token, namespace);
  connection.namespace = namespace;
  return { path, expiresAtMs, rights };
}

function readSignature(connection: ClientConnection, token: string): Grant {
  let refusal: unknown = noNamespace();
  for (const namespace of connection.namespacesMeant()) {
    try {
      const grant = verifySharedAccess(token, namespace.keys, connection.endpoint.clock.now());
      connection.namespace = namespace;
      return grant;
    } catch (error) {
      refusal = error;
    }
  }
  throw refusal;
}

function noNamespace(): BrokerError {
  return unauthorizedAccess("There is no such namespace here.");
}
