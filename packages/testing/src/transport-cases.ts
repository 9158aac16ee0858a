import type { AzureTransport } from "@azlin/core";
import type { Emulator } from "@azlin/emulator";
import { azCliTransport, emulatorTransport, loopbackHttpClient } from "@azlin/transports";
import { fakeAzPath } from "./fake-az.ts";
import { realAzEnvironment } from "./real-az-environment.ts";
import { realComponent } from "./real-component.ts";

/** A way to reach a local Azure. */
export interface TransportCase {
  readonly name: string;
  /** Makes the transport; the emulator's `stop()` ends what it needs. */
  readonly reach: (emulator: Emulator) => Promise<AzureTransport> | AzureTransport;
}

/** Every way there is on this machine; through the real az, too, when `AZLIN_AZ` names it, unless that is not wanted. */
export function transportCases({
  withRealAz = true,
}: { readonly withRealAz?: boolean } = {}): readonly TransportCase[] {
  const az = withRealAz ? realComponent("az") : undefined;
  return [
    { name: "in-process", reach: inProcess },
    { name: "loopback", reach: loopback },
    { name: "az-token", reach: (emulator) => fakeAz(emulator, "token") },
    { name: "az-rest", reach: (emulator) => fakeAz(emulator, "rest") },
    ...(az === undefined ? [] : realAzCases(az)),
  ];
}

function realAzCases(azPath: string): TransportCase[] {
  return [
    { name: "az-token with the real az", reach: (emulator) => realAz(emulator, "token", azPath) },
    { name: "az-rest with the real az", reach: (emulator) => realAz(emulator, "rest", azPath) },
  ];
}

function inProcess(emulator: Emulator): AzureTransport {
  return emulator.transport();
}

async function loopback(emulator: Emulator): Promise<AzureTransport> {
  const { url } = await emulator.listen();
  return emulatorTransport({ url, ...worldOf(emulator) });
}

async function fakeAz(emulator: Emulator, mode: "token" | "rest"): Promise<AzureTransport> {
  const { url } = await emulator.listen();
  const env = { FAKE_AZ_URL: url };
  return local(azCliTransport({ mode, azPath: fakeAzPath(), env, ...over(url, mode), ...worldOf(emulator) }));
}

async function realAz(emulator: Emulator, mode: "token" | "rest", azPath: string): Promise<AzureTransport> {
  const server = await emulator.listen({ tls: true });
  const env = await realAzEnvironment(emulator, server);
  return local(azCliTransport({ mode, azPath, env, ...over(server.url, mode), ...worldOf(emulator) }));
}

/** In token mode requests leave from this process: to the emulator, not to Azure. */
function over(url: string, mode: "token" | "rest"): { httpClient?: ReturnType<typeof loopbackHttpClient> } {
  return mode === "token" ? { httpClient: loopbackHttpClient(url) } : {};
}

function worldOf(emulator: Emulator): Pick<AzureTransport, "subscriptionIds"> & { tenantId: string } {
  const { subscriptionIds, tenantId } = emulator.transport();
  return { subscriptionIds, tenantId };
}

/** az does not know that this Azure is local and its operations short. */
function local(transport: AzureTransport): AzureTransport {
  return { ...transport, pollIntervalMs: 25 };
}
