import type { AzureTransport } from "@azlin/core";
import { emulatorTransport } from "@azlin/transports";
import type { ServerRecord } from "../local/server-record.ts";

/** The way to a local Azure by HTTP: what `sdk` means there. */
export function loopbackTransport(
  { url }: ServerRecord,
  scope: { readonly subscriptionIds: readonly string[] },
): AzureTransport {
  return emulatorTransport({ url, ...scope });
}
