import { describe, expect, it } from "vitest";
import { EventBusClient, type EventBusOptions } from "../../src/index.ts";

function clientAt(host: string): EventBusClient {
  const options: EventBusOptions = {
    namespace: "haymaker.servicebus.windows.net",
    credential: { getToken: () => Promise.resolve(null) },
    localEndpoint: { host, port: 5672 },
    topicName: "agent-logs",
  };
  return new EventBusClient(options);
}

describe("A broker without TLS", () => {
  it.each(["127.0.0.1", "127.9.9.9", "localhost", "::1"])("may be at %s", async (host) => {
    await expect(clientAt(host).close()).resolves.toBeUndefined();
  });

  it.each(["10.0.0.1", "haymaker.servicebus.windows.net", "127.0.0.1.example", "0.0.0.0"])(
    "may not be at %s, where a token would be read on its way",
    (host) => {
      expect(() => clientAt(host)).toThrow(expect.objectContaining({ code: "EMULATOR_NOT_LOCAL" }));
    },
  );
});
