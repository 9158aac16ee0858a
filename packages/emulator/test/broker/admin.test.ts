import { ServiceBusAdministrationClient } from "@azure/service-bus";
import { createHttpHeaders, type PipelineRequest, type PipelineResponse } from "@azure/core-rest-pipeline";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createBroker, type Broker } from "../../src/index.ts";

describe("The administration client", () => {
  let broker: Broker;
  let admin: ServiceBusAdministrationClient;

  beforeEach(async () => {
    broker = await createBroker();
    admin = adminOf(broker, broker.connectionString());
  });

  afterEach(() => broker.stop());

  it("makes, tells, changes and deletes a queue", async () => {
    const made = await admin.createQueue("orders", {
      lockDuration: "PT30S",
      maxDeliveryCount: 5,
      requiresSession: true,
    });
    expect(made).toMatchObject({
      name: "orders",
      lockDuration: "PT30S",
      maxDeliveryCount: 5,
      requiresSession: true,
      defaultMessageTimeToLive: "P10675199DT2H48M5.4775807S",
      status: "Active",
    });
    expect(broker.namespace.queue("orders")!.settings.lockDurationMs).toBe(30_000);
    await admin.updateQueue({ ...made, maxDeliveryCount: 7 });
    expect((await admin.getQueue("orders")).maxDeliveryCount).toBe(7);
    expect(await admin.queueExists("orders")).toBe(true);
    await admin.deleteQueue("orders");
    expect(await admin.queueExists("orders")).toBe(false);
  });

  it("makes topics, subscriptions and rules of every kind", async () => {
    await admin.createTopic("events");
    await admin.createSubscription("events", "all", { deadLetteringOnMessageExpiration: true });
    await admin.createRule(
      "events",
      "all",
      "sql",
      { sqlExpression: "a = @p", sqlParameters: { "@p": 3 } },
      { sqlExpression: "SET b = 1" },
    );
    await admin.createRule("events", "all", "same", {
      subject: "x",
      applicationProperties: { n: 1.5, yes: true, text: "t" },
    });
    expect(await admin.getRule("events", "all", "sql")).toMatchObject({
      name: "sql",
      filter: { sqlExpression: "a = @p", sqlParameters: { "@p": 3 } },
      action: { sqlExpression: "SET b = 1" },
    });
    expect((await admin.getRule("events", "all", "same")).filter).toMatchObject({
      subject: "x",
      applicationProperties: { n: 1.5, yes: true, text: "t" },
    });
    const names = [];
    for await (const { name } of admin.listRules("events", "all")) names.push(name);
    expect(names).toEqual(["$Default", "sql", "same"]);
    await admin.deleteRule("events", "all", "$Default");
    expect((await admin.getSubscription("events", "all")).deadLetteringOnMessageExpiration).toBe(true);
    await admin.deleteSubscription("events", "all");
    expect(await admin.subscriptionExists("events", "all")).toBe(false);
  });

  it("lists by pages", async () => {
    for (let at = 0; at < 251; at += 1) broker.createTopic(`topic-${at}`);
    const names = new Set<string>();
    for await (const { name } of admin.listTopics()) names.add(name);
    expect(names.size).toBe(251);
  });

  it("tells counts while the program runs, and the namespace", async () => {
    broker.createQueue("q");
    const { ServiceBusClient } = await import("@azure/service-bus");
    const client = new ServiceBusClient(broker.connectionString(), {
      webSocketOptions: { webSocket: broker.webSocket as never },
    });
    await client.createSender("q").sendMessages([{ body: 1 }, { body: 2 }]);
    await client.close();
    expect(await admin.getQueueRuntimeProperties("q")).toMatchObject({
      name: "q",
      activeMessageCount: 2,
      deadLetterMessageCount: 0,
      totalMessageCount: 2,
    });
    expect(await admin.getNamespaceProperties()).toMatchObject({ name: "local", messagingSku: "Standard" });
  });

  it("refuses what is there, what is not, and what cannot be", async () => {
    await admin.createQueue("q");
    await expect(admin.createQueue("q")).rejects.toMatchObject({ code: "MessageEntityAlreadyExistsError" });
    await expect(admin.getQueue("absent")).rejects.toMatchObject({ code: "MessageEntityNotFoundError" });
    await expect(admin.createQueue("other", { lockDuration: "PT10M" })).rejects.toMatchObject({ statusCode: 400 });
    await admin.createTopic("t");
    await admin.createSubscription("t", "s");
    await expect(admin.createRule("t", "s", "bad", { sqlExpression: "a = " })).rejects.toThrow("at position 4");
  });

  it("refuses a key without the right to manage", async () => {
    const keys = [{ name: "sender", primaryKey: "c2VuZGVy", secondaryKey: "Mg==", rights: ["Send"] as const }];
    await using other = await createBroker({ keys });
    const client = adminOf(other, other.connectionString({ keyName: "sender" }));
    await expect(client.getQueue("q")).rejects.toMatchObject({ statusCode: 401 });
  });
});

/** An unmodified client whose signed requests go to the broker in this process. */
function adminOf(broker: Broker, connectionString: string): ServiceBusAdministrationClient {
  const admin = new ServiceBusAdministrationClient(connectionString, { retryOptions: { maxRetries: 0 } });
  const policy = { name: "in-process", sendRequest: (request: PipelineRequest) => send(broker, request) };
  admin.pipeline.addPolicy(policy, { afterPhase: "Sign" });
  return admin;
}

async function send(broker: Broker, request: PipelineRequest): Promise<PipelineResponse> {
  const body = typeof request.body === "string" ? { body: request.body } : {};
  const response = await broker.fetch(
    new Request(request.url, { method: request.method, headers: request.headers.toJSON(), ...body }),
  );
  const headers = createHttpHeaders(Object.fromEntries(response.headers));
  return { request, status: response.status, headers, bodyAsText: await response.text() };
}
