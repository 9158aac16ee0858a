import { createEmulator } from "@azlin/emulator";
import { emulatorTransport } from "@azlin/transports";
import { describe, expect, it, onTestFinished } from "vitest";
import { describeTransports, transportCases } from "../src/index.ts";

describe("the transport cases", () => {
  it("are the four that need nothing, and two more with the real az", () => {
    const names = transportCases().map(({ name }) => name);
    expect(names.slice(0, 4)).toEqual(["in-process", "loopback", "az-token", "az-rest"]);
    expect(names).toHaveLength((process.env["AZLIN_AZ"] ?? "") === "" ? 4 : 6);
  });
});

describe("the transport to a local Azure", () => {
  it("signs in by default as the administrator whom every emulator has", async () => {
    const emulator = createEmulator();
    onTestFinished(() => emulator.stop());
    const { url } = await emulator.listen();
    const { credential, tenantId } = emulatorTransport({ url });
    expect(tenantId).toBe(emulator.transport().tenantId);
    expect((await credential.getToken("https://management.azure.com/.default"))?.token).toMatch(/^eyJ/);
  });
});

describeTransports("every transport", (reach) => {
  it("reaches an emulator of the test's own", async () => {
    const [one, other] = [await reach(), await reach()];
    expect(one.emulator).not.toBe(other.emulator);
    expect(one.transport.subscriptionIds).toHaveLength(1);
    const token = await one.transport.credential.getToken("https://management.azure.com/.default");
    expect(token?.expiresOnTimestamp).toBeGreaterThan(Date.now());
  });
});
