import { ManualClock } from "@azlin/core";
import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { isFatal, toBusError } from "../../src/connection/bus-error.ts";
import { parseLocalEndpoint } from "../../src/connection/local-endpoint.ts";
import { steadyCredential } from "../../src/connection/steady-credential.ts";
import { EventBusClient } from "../../src/index.ts";

const MINUTE_MS = 60_000;
const KEY = "SharedAccessKeyName=n;SharedAccessKey=secret=";

describe("A connection string", () => {
  it.each(["localhost", "127.0.0.1", "127.1.2.3", "[::1]"])("may turn TLS off for %s", (host) => {
    verifies("BUS-05");
    const text = `Endpoint=sb://${host}:7777/;${KEY};UseDevelopmentEmulator=True`;
    expect(parseLocalEndpoint(text)).toEqual({ host: host.replace(/[[\]]/g, ""), port: 7777 });
    expect(parseLocalEndpoint(text.replace(":7777", ""))!.port).toBe(5672);
  });

  it.each(["ns.servicebus.windows.net", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.1"])(
    "may not turn TLS off for %s",
    (host) => {
      verifies("BUS-05");
      const connectionString = `Endpoint=sb://${host};${KEY};usedevelopmentemulator = TRUE`;
      const make = (): unknown => new EventBusClient({ connectionString, topicName: "t" });
      expect(make).toThrowError(expect.objectContaining({ code: "EMULATOR_NOT_LOCAL" }));
      expect(make).toThrowError(/^(?!.*secret)/);
    },
  );

  it.each([
    [{ connectionString: "rubbish" }, "INVALID_CONNECTION_STRING"],
    [{}, "NO_CONNECTION"],
    [{ namespace: "ns.servicebus.windows.net" }, "NO_CONNECTION"],
    [{ connectionString: `Endpoint=sb://n/;${KEY}`, batchSize: 0 }, "INVALID_BATCH_SIZE"],
    [{ connectionString: `Endpoint=sb://n/;${KEY}`, topicName: " " }, "NO_TOPIC"],
  ])("or options such as %o are refused", (options, code) => {
    verifies("BUS-01");
    expect(() => new EventBusClient({ topicName: "t", ...options })).toThrowError(expect.objectContaining({ code }));
  });
});

describe("Tokens", () => {
  it.each([
    ["one second", 1_000, 1_000],
    ["a minute", MINUTE_MS, 30_000],
    ["an hour", 60 * MINUTE_MS, 58 * MINUTE_MS],
    ["thirty days", 30 * 1440 * MINUTE_MS, 718 * MINUTE_MS],
  ])("that live for %s are renewed at a sane pace", async (_name, lifeMs, renewedAfterMs) => {
    verifies("BUS-05");
    const clock = new ManualClock();
    const credential = { getToken: async () => ({ token: "t", expiresOnTimestamp: clock.now() + lifeMs }) };
    const { expiresOnTimestamp } = (await steadyCredential(credential, clock).getToken("scope"))!;
    // The client's own rule: two minutes before the end.
    expect(expiresOnTimestamp - 2 * MINUTE_MS - clock.now()).toBe(renewedAfterMs);
  });
});

describe("An error of the client", () => {
  it.each([
    ["UnauthorizedAccess", "BUS_UNAUTHORIZED", true],
    ["MessagingEntityNotFound", "BUS_ENTITY_NOT_FOUND", true],
    ["MessagingEntityDisabled", "BUS_ENTITY_DISABLED", true],
    ["QuotaExceeded", "BUS_ENTITY_FULL", false],
    ["ServiceBusy", "BUS_BUSY", false],
    ["MessageLockLost", "BUS_LOCK_LOST", false],
    ["ServiceTimeout", "BUS_UNREACHABLE", false],
  ])("%s is found in the last of several attempts", (code, ours, fatal) => {
    verifies("BUS-05");
    const error = new AggregateError([new Error("first"), Object.assign(new Error("last"), { code })]);
    const translated = toBusError(error, "Receiving");
    expect(translated).toMatchObject({ code: ours, message: "Receiving failed: last", cause: error });
    expect(isFatal(translated)).toBe(fatal);
  });
});
