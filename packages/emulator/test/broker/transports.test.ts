import { ServiceBusClient, type ServiceBusClientOptions } from "@azure/service-bus";
import { isAzlinError } from "@azlin/core";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { signSharedAccess } from "../../src/broker/wire/sas-token.ts";
import {
  createBroker,
  createCertificate,
  type Broker,
  type BrokerOptions,
  type TokenVerifier,
} from "../../src/index.ts";

describe("Ways to reach the broker", () => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });

  async function brokerWithQueue(options: BrokerOptions = {}): Promise<Broker> {
    const broker = await createBroker(options);
    closing.push(() => broker.stop());
    broker.createQueue("q");
    return broker;
  }

  async function roundTrip(connectionString: string, options: ServiceBusClientOptions = {}): Promise<unknown> {
    const client = new ServiceBusClient(connectionString, {
      retryOptions: { maxRetries: 0, timeoutInMs: 5000 },
      ...options,
    });
    closing.push(() => client.close());
    await client.createSender("q").sendMessages({ body: "hello" });
    const [message] = await client.createReceiver("q", { receiveMode: "receiveAndDelete" }).receiveMessages(1);
    return message!.body;
  }

  it("plain TCP, with the connection string that the broker tells", async () => {
    const broker = await brokerWithQueue();
    const { port } = await broker.listen();
    expect(broker.connectionString()).toContain(`Endpoint=sb://127.0.0.1:${port};`);
    expect(broker.connectionString()).toContain("UseDevelopmentEmulator=true");
    expect(await roundTrip(broker.connectionString())).toBe("hello");
    expect(broker.stats()).toMatchObject({ connections: 1, messagesIn: 1, messagesOut: 1 });
  });

  it("AMQP over WebSocket with TLS", async () => {
    const broker = await brokerWithQueue();
    const certificate = await createCertificate();
    const { port } = await broker.listen({ tls: certificate, webSocket: true });
    const text = broker.connectionString().replace(broker.hostname, `localhost:${port}`);
    const webSocketOptions = { webSocket: WebSocket as never, webSocketConstructorOptions: { ca: certificate.cert } };
    expect(await roundTrip(text, { webSocketOptions })).toBe("hello");
  });

  it("TLS", async () => {
    const broker = await brokerWithQueue();
    const certificate = await createCertificate();
    const { port, isTls } = await broker.listen({ tls: certificate });
    const { connect } = await import("node:tls");
    const socket = connect({ port, host: "127.0.0.1", ca: certificate.cert, servername: "localhost" });
    closing.push(async () => socket.destroy());
    socket.write(Buffer.from("AMQP\u0003\u0001\u0000\u0000", "latin1"));
    const answer = await new Promise<Buffer>((resolve, reject) => {
      socket.once("data", resolve);
      socket.once("error", reject);
    });
    expect(isTls).toBe(true);
    expect(answer.subarray(0, 8).toString("latin1")).toBe("AMQP\u0003\u0001\u0000\u0000");
  });

  it("in this process, without a port", async () => {
    const broker = await brokerWithQueue();
    const webSocketOptions = { webSocket: broker.webSocket as never };
    expect(await roundTrip(broker.connectionString(), { webSocketOptions })).toBe("hello");
  });

  it("another path or subprotocol is no WebSocket of the broker's", async () => {
    const broker = await brokerWithQueue();
    const { port } = await broker.listen({ webSocket: true });
    const socket = new WebSocket(`ws://127.0.0.1:${port}/elsewhere`, "AMQPWSB10");
    await expect(
      new Promise((resolve, reject) => {
        socket.on("open", resolve);
        socket.on("error", reject);
      }),
    ).rejects.toThrow("404");
  });

  it("an address that is not loopback is refused", async () => {
    const broker = await brokerWithQueue();
    const refusal = await broker.listen({ host: "0.0.0.0" }).catch((error: unknown) => error);
    expect(isAzlinError(refusal, "UNSAFE_BIND")).toBe(true);
  });

  it("a wrong key is refused", async () => {
    const broker = await brokerWithQueue();
    const text = broker.connectionString().replace(/SharedAccessKey=[^;]+/, "SharedAccessKey=d3Jvbmc=");
    const webSocketOptions = { webSocket: broker.webSocket as never };
    await expect(roundTrip(text, { webSocketOptions })).rejects.toMatchObject({ code: "UnauthorizedAccess" });
  });

  it("the name of another namespace is refused, also with a key or a token of this one", async () => {
    const verifyToken: TokenVerifier = () =>
      Promise.resolve({ expiresAtMs: Date.now() + 3_600_000, rights: ["Send", "Listen"] });
    const broker = await brokerWithQueue({ verifyToken });
    const elsewhere = "elsewhere.servicebus.windows.net";
    const options = { webSocketOptions: { webSocket: broker.webSocket as never }, retryOptions: { maxRetries: 0 } };
    const byKey = new ServiceBusClient(broker.connectionString().replace(broker.hostname, elsewhere), options);
    const credential = {
      getToken: () => Promise.resolve({ token: "t", expiresOnTimestamp: Date.now() + 3_600_000 }),
    };
    const byToken = new ServiceBusClient(elsewhere, credential, options);
    for (const client of [byKey, byToken]) {
      closing.push(() => client.close());
      await expect(client.createSender("q").sendMessages({ body: 1 })).rejects.toMatchObject({
        code: "UnauthorizedAccess",
      });
    }
    expect(broker.stats().messagesIn).toBe(0);
  });

  it("a key that may only listen does not send", async () => {
    const keys = [{ name: "reader", primaryKey: "cmVhZGVy", secondaryKey: "b3RoZXI=", rights: ["Listen"] as const }];
    const broker = await createBroker({ keys });
    closing.push(() => broker.stop());
    broker.createQueue("q");
    const webSocketOptions = { webSocket: broker.webSocket as never };
    const text = broker.connectionString({ keyName: "reader" });
    await expect(roundTrip(text, { webSocketOptions })).rejects.toMatchObject({ code: "UnauthorizedAccess" });
  });

  it("a signature for one queue does not open another", async () => {
    const broker = await brokerWithQueue();
    broker.createQueue("other");
    const [key] = broker.namespace.keys.find("RootManageSharedAccessKey");
    const token = signSharedAccess(`sb://${broker.hostname}/other`, key!, Date.now() + 60_000);
    const text = `Endpoint=sb://${broker.hostname};SharedAccessSignature=${token}`;
    const webSocketOptions = { webSocket: broker.webSocket as never };
    await expect(roundTrip(text, { webSocketOptions })).rejects.toMatchObject({ code: "UnauthorizedAccess" });
  });

  it("an unknown policy has no connection string", async () => {
    const broker = await brokerWithQueue();
    expect(() => broker.connectionString({ keyName: "absent" })).toThrow("no shared access policy 'absent'");
  });
});
