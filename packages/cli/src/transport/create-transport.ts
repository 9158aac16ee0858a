import type { AzureTransport } from "@azlin/core";
import type { Settings } from "../config/resolve-settings.ts";
import type { Context } from "../context.ts";
import type { ServerRecord } from "../local/server-record.ts";

/** What the choice of a transport needs of a command's context. */
export type TransportContext = Pick<Context, "local" | "note" | "globals">;

/**
 * The transport that the settings name; each is loaded when it is chosen. The local Azure is started when it does not
 * run, which is said once.
 */
export async function createTransport(settings: Settings, context: TransportContext): Promise<AzureTransport> {
  if (settings.cloud === "azure") {
    const { azureTransport } = await import("./azure-transport.ts");
    return azureTransport(settings);
  }
  const { record, isNew } = await context.local.start();
  if (isNew) context.note(`Started a local Azure at ${record.url} ('azlin local stop' ends it).`);
  const scope = { subscriptionIds: localSubscriptions(context, record) };
  if (settings.transport === "sdk") {
    const { loopbackTransport } = await import("./loopback-transport.ts");
    return loopbackTransport(record, scope);
  }
  const { localAzTransport } = await import("./local-az-transport.ts");
  return localAzTransport(record, { ...settings, ...scope });
}

/** Subscriptions of the configuration file are Azure's; the local one has its own, and has just told them. */
function localSubscriptions({ globals }: TransportContext, { subscriptionIds = [] }: ServerRecord): readonly string[] {
  return globals.subscription.length > 0 ? globals.subscription : subscriptionIds;
}
