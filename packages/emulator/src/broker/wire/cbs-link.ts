import type { Receiver } from "rhea";
import { BrokerError, unauthorizedAccess } from "../broker-error.ts";
import type { Namespace } from "../namespace/namespace.ts";
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
  const namespace = connection.namespace ?? connection.endpoint.directory.all()[0];
  if (verifyToken === undefined || namespace === undefined)
    throw unauthorizedAccess("Entra tokens are not taken here.");
  const { expiresAtMs, rights } = await verifyToken(token, namespace);
  connection.namespace = namespace;
  return { path, expiresAtMs, rights };
}

/** A client that came by a loopback address means the namespace whose key it knows. */
function readSignature(connection: ClientConnection, token: string): Grant {
  const { clock, directory } = connection.endpoint;
  const candidates: readonly Namespace[] =
    connection.namespace === undefined ? directory.all() : [connection.namespace];
  let refusal: unknown = unauthorizedAccess("There is no namespace here.");
  for (const namespace of candidates) {
    try {
      const grant = verifySharedAccess(token, namespace.keys, clock.now());
      connection.namespace = namespace;
      return grant;
    } catch (error) {
      refusal = error;
    }
  }
  throw refusal;
}
