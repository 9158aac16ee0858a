import { ServiceBusAdministrationClient, ServiceBusClient, type ServiceBusClientOptions } from "@azure/service-bus";
import { createHttpHeaders, type PipelineRequest, type PipelineResponse } from "@azure/core-rest-pipeline";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../src/index.ts";
import { armCaller, type ArmCaller } from "../support/arm-caller.ts";

const GROUP = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/bus";
const NAMESPACE = `${GROUP}/providers/Microsoft.ServiceBus/namespaces/azlin-events`;
const HOST = "azlin-events.servicebus.windows.net";

describe("Service Bus in the local Azure", () => {
  let emulator: Emulator;
  let arm: ArmCaller;
  const closing: (() => Promise<unknown>)[] = [];

  beforeEach(async () => {
    emulator = createEmulator({ clock: "virtual" });
    arm = armCaller(emulator, "2021-11-01");
    await arm("PUT", GROUP, { location: "westus" });
    await arm("PUT", NAMESPACE, { location: "westus", sku: { name: "Standard" }, tags: { owner: "me" } });
  });

  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
    await emulator.stop();
  });

  async function connectionString(rule = `${NAMESPACE}/authorizationRules/RootManageSharedAccessKey`): Promise<string> {
    return (await arm("POST", `${rule}/listKeys`)).body.primaryConnectionString as string;
  }

  async function connect(text?: string): Promise<ServiceBusClient> {
    const { webSocket } = await emulator.serviceBus();
    const options: ServiceBusClientOptions = {
      webSocketOptions: { webSocket: webSocket as never },
      retryOptions: { maxRetries: 0, timeoutInMs: 5000 },
    };
    const client = new ServiceBusClient(text ?? (await connectionString()), options);
    closing.push(() => client.close());
    return client;
  }

  it("a queue made through Resource Manager takes messages, and tells how many", async () => {
    const made = await arm("PUT", `${NAMESPACE}/queues/orders`, { properties: { lockDuration: "PT30S" } });
    expect(made).toMatchObject({
      status: 200,
      body: { name: "orders", properties: { lockDuration: "PT30S", maxDeliveryCount: 10 } },
    });
    const client = await connect();
    await client.createSender("orders").sendMessages([{ body: 1 }, { body: 2 }]);
    const { body } = await arm("GET", `${NAMESPACE}/queues/orders`);
    expect(body).toMatchObject({ properties: { messageCount: 2, countDetails: { activeMessageCount: 2 } } });
  });

  it("locks go by the world's clock", async () => {
    await arm("PUT", `${NAMESPACE}/queues/q`, { properties: { lockDuration: "PT30S" } });
    const client = await connect();
    await client.createSender("q").sendMessages({ body: 1 });
    const receiver = client.createReceiver("q");
    const [message] = await receiver.receiveMessages(1);
    emulator.clock.advance(30_000);
    await expect(receiver.completeMessage(message!)).rejects.toMatchObject({ code: "MessageLockLost" });
  });

  it("a receiver that waits gets what an advance of a real clock sets free", async () => {
    const real = createEmulator();
    closing.push(() => real.stop());
    const [call, { webSocket }] = [armCaller(real, "2021-11-01"), await real.serviceBus()];
    await call("PUT", GROUP, { location: "westus" });
    await call("PUT", NAMESPACE, { location: "westus" });
    await call("PUT", `${NAMESPACE}/queues/q`, { properties: { lockDuration: "PT1M" } });
    const client = new ServiceBusClient(HOST, real.transport().credential, {
      webSocketOptions: { webSocket: webSocket as never },
    });
    closing.push(() => client.close());
    await client.createSender("q").sendMessages({ body: "again" });
    const receiver = client.createReceiver("q", { maxAutoLockRenewalDurationInMs: 0 });
    await receiver.receiveMessages(1);
    const waiting = client.createReceiver("q").receiveMessages(1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    real.clock.advance(60_000);
    expect((await waiting)[0]).toMatchObject({ body: "again", deliveryCount: 1 });
  });

  it("Resource Manager, the administration client and links see the same entities", async () => {
    await arm("PUT", `${NAMESPACE}/topics/events`, { properties: {} });
    await arm("PUT", `${NAMESPACE}/topics/events/subscriptions/some`, { properties: {} });
    await arm("PUT", `${NAMESPACE}/topics/events/subscriptions/some/rules/only`, {
      properties: { filterType: "SqlFilter", sqlFilter: { sqlExpression: "n = 1" } },
    });
    await arm("DELETE", `${NAMESPACE}/topics/events/subscriptions/some/rules/$Default`);
    const client = await connect();
    await client.createSender("events").sendMessages([
      { body: "in", applicationProperties: { n: 1 } },
      { body: "out", applicationProperties: { n: 2 } },
    ]);
    const received = await client.createReceiver("events", "some").receiveMessages(5, { maxWaitTimeInMs: 300 });
    expect(received.map(({ body }) => body as string)).toEqual(["in"]);

    const admin = await administration();
    expect((await admin.getRule("events", "some", "only")).filter).toMatchObject({ sqlExpression: "n = 1" });
    await admin.createQueue("from-atom", { maxDeliveryCount: 3 });
    expect(await arm("GET", `${NAMESPACE}/queues/from-atom`)).toMatchObject({
      status: 200,
      body: { properties: { maxDeliveryCount: 3 } },
    });
    await client.createRuleManager("events", "some").createRule("by-amqp", { subject: "x" });
    const rule = await arm("GET", `${NAMESPACE}/topics/events/subscriptions/some/rules/by-amqp`);
    expect(rule.body).toMatchObject({
      properties: { filterType: "CorrelationFilter", correlationFilter: { label: "x" } },
    });
  });

  it("an entity that is deleted through Resource Manager is gone for links", async () => {
    await arm("PUT", `${NAMESPACE}/queues/q`, { properties: {} });
    const client = await connect();
    await client.createSender("q").sendMessages({ body: 1 });
    expect((await arm("DELETE", `${NAMESPACE}/queues/q`)).status).toBe(200);
    await expect(client.createReceiver("q").receiveMessages(1)).rejects.toMatchObject({
      code: "MessagingEntityNotFound",
    });
  });

  it("a deleted namespace is gone with everything in it", async () => {
    await arm("PUT", `${NAMESPACE}/queues/q`, { properties: {} });
    const text = await connectionString();
    expect((await arm("DELETE", NAMESPACE)).status).toBe(202);
    expect((await arm("GET", `${NAMESPACE}/queues/q`)).status).toBe(404);
    const client = await connect(text);
    await expect(client.createSender("q").sendMessages({ body: 1 })).rejects.toMatchObject({
      code: "UnauthorizedAccess",
    });
  });

  it("a policy of its own right listens and does not send; a new key ends the old one", async () => {
    await arm("PUT", `${NAMESPACE}/queues/q`, { properties: {} });
    const rule = `${NAMESPACE}/queues/q/authorizationRules/reader`;
    await arm("PUT", rule, { properties: { rights: ["Listen"] } });
    const text = await connectionString(rule);
    expect(text).toContain(";EntityPath=q");
    const client = await connect(text);
    expect(await client.createReceiver("q").receiveMessages(1, { maxWaitTimeInMs: 100 })).toEqual([]);
    await expect(client.createSender("q").sendMessages({ body: 1 })).rejects.toMatchObject({
      code: "UnauthorizedAccess",
    });
    await arm("POST", `${rule}/regenerateKeys`, { keyType: "PrimaryKey" });
    const late = await connect(text);
    await expect(late.createReceiver("q").receiveMessages(1)).rejects.toMatchObject({ code: "UnauthorizedAccess" });
  });

  it("an Entra token of the administrator is good for everything", async () => {
    await arm("PUT", `${NAMESPACE}/queues/q`, { properties: {} });
    const { webSocket } = await emulator.serviceBus();
    const client = new ServiceBusClient(HOST, emulator.transport().credential, {
      webSocketOptions: { webSocket: webSocket as never },
    });
    closing.push(() => client.close());
    await client.createSender("q").sendMessages({ body: "by token" });
    const [message] = await client.createReceiver("q").receiveMessages(1);
    expect(message!.body).toBe("by token");
  });

  it("the AMQP port serves plain clients, which are known by their key", async () => {
    await arm("PUT", `${NAMESPACE}/queues/q`, { properties: {} });
    await using server = await emulator.listen({ amqp: true });
    const key = /SharedAccessKey=([^;]+)/.exec(await connectionString())![1];
    const client = new ServiceBusClient(
      `Endpoint=sb://127.0.0.1:${server.amqpPort};SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=${key};UseDevelopmentEmulator=true`,
    );
    closing.push(() => client.close());
    await client.createSender("q").sendMessages({ body: "plain" });
    const [message] = await client.createReceiver("q").receiveMessages(1);
    expect(message!.body).toBe("plain");
  });

  it("a restored world has its entities and keys", async () => {
    await arm("PUT", `${NAMESPACE}/queues/q`, { properties: { maxDeliveryCount: 4 } });
    const text = await connectionString();
    const before = await connect();
    await before.createSender("q").sendMessages({ body: "of the old world" });
    await before.close();
    const state = JSON.parse(JSON.stringify(emulator.snapshot())) as ReturnType<Emulator["snapshot"]>;
    emulator.reset();
    emulator.restore(state);
    const client = await connect(text);
    await client.createSender("q").sendMessages({ body: "of the new one" });
    const found = await client.createReceiver("q").peekMessages(5);
    expect(found.map(({ body }) => body as string)).toEqual(["of the new one"]);
    expect((await (await administration()).getQueue("q")).maxDeliveryCount).toBe(4);
  });

  it("names are checked, and settings that cannot be are refused", async () => {
    const check = `/subscriptions/00000000-0000-4000-8000-000000000001/providers/Microsoft.ServiceBus/CheckNameAvailability`;
    expect((await arm("POST", check, { name: "azlin-events" })).body).toMatchObject({
      nameAvailable: false,
      reason: "NameInUse",
    });
    expect((await arm("POST", check, { name: "azlin-other" })).body).toMatchObject({ nameAvailable: true });
    const refused = await arm("PUT", `${NAMESPACE}/queues/q`, { properties: { lockDuration: "PT10M" } });
    expect(refused).toMatchObject({ status: 400, body: { error: { code: "BadRequest" } } });
  });

  it("a resource group takes its namespaces with it", async () => {
    await arm("DELETE", GROUP);
    expect((await arm("GET", NAMESPACE)).status).toBe(404);
  });

  async function administration(): Promise<ServiceBusAdministrationClient> {
    const admin = new ServiceBusAdministrationClient(await connectionString(), { retryOptions: { maxRetries: 0 } });
    const policy = { name: "in-process", sendRequest: toEmulator };
    admin.pipeline.addPolicy(policy, { afterPhase: "Sign" });
    return admin;
  }

  async function toEmulator(request: PipelineRequest): Promise<PipelineResponse> {
    const body = typeof request.body === "string" ? { body: request.body } : {};
    const response = await emulator.fetch(
      new Request(request.url, { method: request.method, headers: request.headers.toJSON(), ...body }),
    );
    const headers = createHttpHeaders(Object.fromEntries(response.headers));
    return { request, status: response.status, headers, bodyAsText: await response.text() };
  }
});
