import type { Emulator } from "../../src/index.ts";

/** An answer of Resource Manager's, read. */
export interface ArmAnswer {
  readonly status: number;
  readonly headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look at answers of every shape
  readonly body: any;
}

/** Sends one request of the administrator's to Resource Manager, for what no official client covers. */
export type ArmCaller = (method: string, path: string, body?: object) => Promise<ArmAnswer>;

/** A caller of `emulator`; paths are taken from the subscription on unless they begin with `/` or `https:`. */
export function armCaller(emulator: Emulator, apiVersion = "2024-11-01"): ArmCaller {
  const transport = emulator.transport();
  return async (method, path, body) => {
    const { token } = (await transport.credential.getToken("https://management.azure.com/.default"))!;
    const scope = path.startsWith("/") ? "" : `/subscriptions/${transport.subscriptionIds[0]}/`;
    const url = new URL(path.startsWith("https:") ? path : `https://management.azure.com${scope}${path}`);
    if (!url.searchParams.has("api-version")) url.searchParams.set("api-version", apiVersion);
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await emulator.fetch(new Request(url, { method, headers, ...sent }));
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === "" ? undefined : (JSON.parse(text) as unknown),
    };
  };
}
