import { PrerequisiteError, UnsupportedError } from "@azlin/core";
import type { EventBusOptions } from "@azlin/event-bus";
import type { Context } from "../context.ts";
import { CONNECTION_STRING } from "./bus-options.ts";
import { namespaceName } from "./namespace-name.ts";

/** A namespace, and who asks. */
export type NamedConnection = Pick<EventBusOptions, "namespace" | "credential" | "localEndpoint">;

/**
 * The way to a namespace as who is signed in, in Azure or in the local one.
 *
 * @throws ValidationError (`INVALID_NAMESPACE`); UnsupportedError (`TOKEN_NEEDED`) where tokens may not leave az;
 * PrerequisiteError (`LOCAL_CLOUD_TOO_OLD`).
 */
export async function connectByName(namespace: string, context: Context): Promise<NamedConnection> {
  const name = namespaceName(namespace);
  const { cloud, transport: way } = await context.settings();
  if (way === "az-rest") throw tokenNeeded();
  const transport = await context.transport();
  const { credential } = transport;
  const host = namespace.includes(".") ? namespace : `${name}.${transport.cloud.serviceBusSuffix}`;
  if (cloud === "azure") return { namespace: host, credential };
  return { namespace: host, credential, localEndpoint: await localEndpoint(context) };
}

async function localEndpoint({ local }: Context): Promise<{ readonly host: string; readonly port: number }> {
  const { amqpPort, url } = await local.require();
  if (amqpPort !== undefined) return { host: new URL(url).hostname, port: amqpPort };
  throw new PrerequisiteError("LOCAL_CLOUD_TOO_OLD", "The local Azure that runs has no Service Bus.", {
    hint: "End it with 'azlin local stop': the next command starts this version's.",
  });
}

function tokenNeeded(): UnsupportedError {
  return new UnsupportedError("TOKEN_NEEDED", "Events go by AMQP, which takes a token; with az-rest none leaves az.", {
    hint: `Use --transport sdk or az-token, or put a connection string into ${CONNECTION_STRING}.`,
  });
}
