import { withTempHome } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import type { Settings } from "../../src/config/resolve-settings.ts";
import type { GlobalValues } from "../../src/global-options.ts";
import { LocalCloud } from "../../src/local/local-cloud.ts";
import type { ServerRecord } from "../../src/local/server-record.ts";
import { createTransport } from "../../src/transport/create-transport.ts";

const record = { url: "http://127.0.0.1:1", azEnvironment: {} } as ServerRecord;
const base = { subscriptionIds: ["configured"], azPath: undefined } as unknown as Settings;

async function transportFor(settings: Pick<Settings, "cloud" | "transport">, subscription: string[] = []) {
  return withTempHome(async (home) => {
    const notes: string[] = [];
    const local = new LocalCloud({ home, launch: async () => record, signal: new AbortController().signal });
    const note = (text: string): number => notes.push(text);
    const globals = { subscription } as unknown as GlobalValues;
    return { notes, transport: await createTransport({ ...base, ...settings }, { local, note, globals }) };
  });
}

describe("the way to Azure", () => {
  it.each(["sdk", "az-token", "az-rest"] as const)("is %s when the settings say so", async (transport) => {
    const made = await transportFor({ cloud: "azure", transport });
    expect(made.transport).toMatchObject({ name: transport, subscriptionIds: ["configured"] });
    expect(made.notes).toEqual([]);
  });
});

describe("the way to the local Azure", () => {
  it.each([
    ["sdk", "emulator"],
    ["az-token", "az-token"],
    ["az-rest", "az-rest"],
  ] as const)("is for %s the transport %s, and starting it is said", async (transport, name) => {
    const made = await transportFor({ cloud: "local", transport });
    expect(made.transport).toMatchObject({ name, pollIntervalMs: 25 });
    expect(made.notes).toEqual(["Started a local Azure at http://127.0.0.1:1 ('azlin local stop' ends it)."]);
  });

  it("does not know the subscriptions of the configuration file, only those that are named", async () => {
    expect((await transportFor({ cloud: "local", transport: "sdk" })).transport.subscriptionIds).toEqual([]);
    const { transport } = await transportFor({ cloud: "local", transport: "sdk" }, ["named"]);
    expect(transport.subscriptionIds).toEqual(["named"]);
  });
});
