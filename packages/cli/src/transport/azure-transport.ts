import type { AzureTransport } from "@azlin/core";
import { azCliTransport, sdkTransport } from "@azlin/transports";
import type { Settings } from "../config/resolve-settings.ts";

/** The ways to Azure itself. */
export function azureTransport({ transport, subscriptionIds, azPath }: Settings): AzureTransport {
  if (transport === "sdk") return sdkTransport({ subscriptionIds });
  return azCliTransport({
    mode: transport === "az-token" ? "token" : "rest",
    subscriptionIds,
    ...(azPath !== undefined && { azPath }),
  });
}
