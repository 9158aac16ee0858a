import type { AzureTransport } from "@azlin/core";
import { azCliTransport, loopbackHttpClient } from "@azlin/transports";
import type { Settings } from "../config/resolve-settings.ts";
import type { ServerRecord } from "../local/server-record.ts";

/** az does not know that this Azure is local and its operations short. */
const POLL_INTERVAL_MS = 25;

/** The way to a local Azure by a real az that is signed in to it. */
export function localAzTransport(
  { url, azEnvironment }: ServerRecord,
  { transport, subscriptionIds, azPath }: Pick<Settings, "transport" | "subscriptionIds" | "azPath">,
): AzureTransport {
  const mode = transport === "az-token" ? "token" : "rest";
  const az = azCliTransport({
    mode,
    subscriptionIds,
    env: azEnvironment,
    ...(azPath !== undefined && { azPath }),
    // With a token the requests leave this process: to the local Azure, not to Azure.
    ...(mode === "token" && { httpClient: loopbackHttpClient(url) }),
  });
  const cloud = { ...az.cloud, guestHost: new URL(url).hostname };
  return { ...az, cloud, pollIntervalMs: POLL_INTERVAL_MS };
}
