import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { publishEvent, subscribeToAgentLogs, type AgentEvent, type WireEvent } from "../../src/index.ts";
import { busWorld, SUBSCRIPTION, TOPIC } from "../support/bus-world.ts";
import { operation, resourceEvent } from "../support/sample-events.ts";

const many = (count: number): WireEvent[] => Array.from({ length: count }, (_, n) => operation(n));

describe("Publishing", () => {
  it.each([false, true])("takes the seed's event to the seed's callback (over TCP: %s)", async (overTcp) => {
    verifies("BUS-01");
    const { connection } = await busWorld({ overTcp });
    await publishEvent({ ...connection, topicName: TOPIC }, resourceEvent({ tags: { env: "test" } }));
    const events: AgentEvent[] = [];
    const from = { ...connection, topicName: TOPIC, subscriptionName: SUBSCRIPTION };
    const stats = await subscribeToAgentLogs(from, (event) => events.push(event), { maxWaitTime: 0.3 });
    expect(stats).toMatchObject({ received: 1, handled: 1 });
    expect(events).toMatchObject([
      { eventType: "resource_created", resourceName: "vm1", runId: "run-123", version: 1, tags: { env: "test" } },
    ]);
  });

  it("sends what comes together in batches of at most the size asked for", async () => {
    verifies("BUS-02");
    const world = await busWorld();
    world.broker.faults.set("count", { on: "send", effect: { duplicate: true } });
    expect(await world.client({ batchSize: 40 }).publishEvents(many(100))).toEqual({ published: 100, failed: [] });
    expect(world.broker.faults.list()[0]!.hits).toBe(3);
  });

  it("sends no batch larger than the link takes", async () => {
    verifies("BUS-02");
    const world = await busWorld();
    const large = Array.from({ length: 10 }, (_, n) => operation(n, { message: "x".repeat(100_000) }));
    expect(await world.client().publishEvents(large)).toEqual({ published: 10, failed: [] });
    expect(world.waiting()).toBe(10);
  });

  it("refuses an event that is too large before it is sent, and sends the others", async () => {
    verifies("BUS-02");
    const world = await busWorld();
    const large = operation(2, { message: "x".repeat(300_000) });
    const report = await world.client().publishEvents([operation(1), large, operation(3)]);
    expect(report).toMatchObject({ published: 2, failed: [{ event: large, error: { code: "EVENT_TOO_LARGE" } }] });
    expect(world.waiting()).toBe(2);
  });

  it("refuses what is no event, and says why", async () => {
    verifies("BUS-02");
    const world = await busWorld();
    const report = await world.client().publishEvents([{ event_type: "operation", run_id: 7 }, operation(1)]);
    expect(report.published).toBe(1);
    expect(report.failed[0]!.error).toMatchObject({ code: "INVALID_EVENT" });
    expect(report.failed[0]!.error.message).toContain("timestamp is missing");
  });

  it.each([
    ["a busy server", { on: "send", times: 4, effect: { throttle: true } }],
    ["a detached link", { on: "send", times: 2, effect: { detach: { condition: "amqp:link:detach-forced" } } }],
    ["a reset connection", { on: "send", times: 2, effect: { reset: true } }],
    ["an answer that never comes", { on: "send", times: 1, effect: { swallow: true } }],
    [
      "a refused link",
      { on: "attach", entity: TOPIC, times: 2, effect: { reject: { condition: "amqp:internal-error" } } },
    ],
  ] as const)("loses nothing of a batch to %s", async (_name, fault) => {
    verifies("BUS-02");
    const world = await busWorld({ topic: { requiresDuplicateDetection: true } });
    world.broker.faults.set("fault", fault);
    const report = await world.client().publishEvents(many(50));
    expect(report).toEqual({ published: 50, failed: [] });
    expect(world.broker.faults.list()[0]!.hits).toBeGreaterThan(0);
    expect(world.waiting()).toBe(50);
  });

  it("tells each event of a batch that could not be sent", async () => {
    verifies("BUS-02");
    const world = await busWorld();
    world.broker.faults.set("full", { on: "send", effect: { reject: { condition: "amqp:resource-limit-exceeded" } } });
    const report = await world.client({ giveUpAfterMs: 300 }).publishEvents(many(3));
    expect(report.published).toBe(0);
    expect(report.failed.map(({ event, error }) => [event["message" as never], error.code])).toEqual([
      ["step 0", "BUS_ENTITY_FULL"],
      ["step 1", "BUS_ENTITY_FULL"],
      ["step 2", "BUS_ENTITY_FULL"],
    ]);
  });

  it("does not try for ever where there is no topic, or no right", async () => {
    verifies("BUS-05");
    const world = await busWorld();
    await expect(world.client({ topicName: "nowhere" }).publishEvent(operation(1))).rejects.toMatchObject({
      code: "BUS_ENTITY_NOT_FOUND",
    });
    const connectionString = world.connection.connectionString!.replace(
      /SharedAccessKey=[^;]*/,
      "SharedAccessKey=d3Jvbmc=",
    );
    await expect(world.client({ connectionString }).publishEvent(operation(1))).rejects.toMatchObject({
      code: "BUS_UNAUTHORIZED",
    });
  });

  it("ends with what was published sent", async () => {
    verifies("BUS-02");
    const world = await busWorld();
    const client = world.client({ lingerMs: 60_000 });
    const published = client.publishEvents(many(10));
    await client.close();
    expect(await published).toEqual({ published: 10, failed: [] });
    expect(world.waiting()).toBe(10);
    await expect(client.publishEvent(operation(1))).rejects.toMatchObject({ code: "BUS_CLOSED" });
    await client.close();
  });

  it("ends in time when nobody answers, and says what was not sent", async () => {
    verifies("BUS-02");
    const world = await busWorld();
    world.broker.faults.set("swallow", { on: "send", effect: { swallow: true } });
    const client = world.client({ closeTimeoutMs: 100 });
    const published = client.publishEvents(many(2));
    await client.close();
    expect((await published).failed.map(({ error }) => error.code)).toEqual(["BUS_UNREACHABLE", "BUS_UNREACHABLE"]);
  });
});
