import { isAzlinError, NotFoundError } from "@azlin/core";
import { openVmAzure } from "../azure/open-vm-azure.ts";
import type { Context } from "../context.ts";
import { isNamespaceNameFree } from "./is-namespace-name-free.ts";
import { namespaceName } from "./namespace-name.ts";

/** What was worked with. */
export interface BusAddress {
  /** By name or host name. Absent: the one of a connection string. */
  readonly namespace: string | undefined;
  readonly topic: string;
  /** Absent: nothing was received. */
  readonly subscription?: string | undefined;
}

/** Codes of errors that a namespace that does not exist has, too: nothing at its address tells that it is not there. */
const MAYBE_NO_NAMESPACE: ReadonlySet<string> = new Set(["BUS_UNAUTHORIZED", "BUS_UNREACHABLE"]);

/** The error with what is missing, and the command that makes it, when something is; as it is otherwise. */
export async function explainBusFailure(error: unknown, address: BusAddress, context: Context): Promise<unknown> {
  if (!isAzlinError(error) || address.namespace === undefined) return error;
  if (error.code === "BUS_ENTITY_NOT_FOUND") return entityNotFound(error, address);
  if (!MAYBE_NO_NAMESPACE.has(error.code)) return error;
  try {
    return (await isNamespaceMissing(address.namespace, context)) ? namespaceNotFound(address, error) : error;
  } catch {
    // What cannot be found out leaves the error as it is.
    return error;
  }
}

/** Whether nobody in all of Azure has a namespace of the name. */
export async function isNamespaceMissing(namespace: string, context: Context): Promise<boolean> {
  const azure = await openVmAzure(context);
  const [subscriptionId] = await azure.subscriptions.ids(context.operation);
  const name = namespaceName(namespace);
  return subscriptionId !== undefined && (await isNamespaceNameFree(azure, { subscriptionId, name }, context));
}

/** There is no such namespace, and this makes it. */
export function namespaceNotFound(address: BusAddress, cause?: unknown): NotFoundError {
  const name = namespaceName(address.namespace ?? "");
  return new NotFoundError("NAMESPACE_NOT_FOUND", `There is no Service Bus namespace '${name}'.`, {
    hint: `Make it with '${setUp(address)}', or check its name.`,
    cause,
  });
}

function entityNotFound(cause: unknown, address: BusAddress): NotFoundError {
  const { namespace = "", topic, subscription } = address;
  const what = subscription === undefined ? `topic '${topic}'` : `topic '${topic}' with subscription '${subscription}'`;
  const message = `The namespace '${namespaceName(namespace)}' has no ${what}.`;
  return new NotFoundError("BUS_ENTITY_NOT_FOUND", message, {
    hint: `Make what is missing with '${setUp(address)}'.`,
    cause,
  });
}

function setUp({ namespace = "", topic, subscription }: BusAddress): string {
  const receiving = subscription === undefined ? "" : ` --subscription-name ${subscription}`;
  return `azlin events setup --namespace ${namespaceName(namespace)} --topic ${topic}${receiving}`;
}
