import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import type { ProcessorOptions, Rebuild } from "../../src/index.ts";
import { busWorld, SUBSCRIPTION, TOPIC, type BusWorld } from "../support/bus-world.ts";
import { operation } from "../support/sample-events.ts";
import { tcpProxy } from "../support/tcp-proxy.ts";

const SOURCE = `${TOPIC}/Subscriptions/${SUBSCRIPTION}`;

/** A receiver that is known to work, and what it has done. */
async function working(world: BusWorld, options: ProcessorOptions = {}) {
  const done: unknown[] = [];
  const rebuilds: Rebuild[] = [];
  const problems: string[] = [];
  const processor = await world.receive((_event, { wire }) => done.push(wire["message"]), {
    onRebuild: (rebuild) => rebuilds.push(rebuild),
    onProblem: ({ code }) => problems.push(code),
    ...options,
  });
  await world.client().publishEvent(operation(0));
  await expect.poll(() => done).toEqual(["step 0"]);
  return { processor, done, rebuilds, problems };
}

describe("A receiver", () => {
  it.each([
    ["amqp:link:detach-forced"],
    ["com.microsoft:server-busy"],
    ["com.microsoft:timeout"],
    ["amqp:internal-error"],
    ["amqp:link:stolen"],
    ["amqp:connection:forced"],
    ["com.microsoft:operation-cancelled"],
  ])("that is detached with %s goes on", async (condition) => {
    verifies("BUS-05");
    const world = await busWorld({ hasOwnTime: true });
    const { done } = await working(world);
    world.broker.faults.set("detach", { on: "receive", times: 1, effect: { detach: { condition } } });
    await world.client().publishEvents([operation(1), operation(2)]);
    await world.eventually(() => done.length, 3);
    expect(done.map(String).sort()).toEqual(["step 0", "step 1", "step 2"]);
  });

  it.each([
    ["closed", { closeConnection: { condition: "amqp:connection:forced" } }],
    ["reset", { reset: true }],
  ] as const)("whose connection is %s while it receives goes on", async (_name, effect) => {
    verifies("BUS-05");
    const world = await busWorld({ hasOwnTime: true });
    const { done } = await working(world);
    world.broker.faults.set("cut", { on: "receive", times: 2, effect });
    await world.client().publishEvents([operation(1), operation(2)]);
    await world.eventually(() => done.length, 3);
    expect(done.map(String).sort()).toEqual(["step 0", "step 1", "step 2"]);
  });

  it.each([
    ["detached", { detach: { condition: "amqp:link:detach-forced" } }],
    ["reset", { reset: true }],
    ["not answered", { swallow: true }],
  ] as const)("that is %s while it settles does nothing twice", async (_name, effect) => {
    verifies("BUS-05", "BUS-07");
    const world = await busWorld({ hasOwnTime: true });
    const { done } = await working(world);
    world.broker.faults.set("cut", { on: "settle", times: 1, effect });
    await world.client().publishEvents([operation(1), operation(2)]);
    await world.eventually(() => world.waiting(), 0);
    expect(done.map(String).sort()).toEqual(["step 0", "step 1", "step 2"]);
  });

  it.each([
    ["amqp:unauthorized-access", "Unauthorized access.", "BUS_UNAUTHORIZED"],
    ["com.microsoft:entity-disabled", "The entity is disabled.", "BUS_ENTITY_DISABLED"],
    ["amqp:not-found", "The messaging entity 'x' could not be found.", "BUS_ENTITY_NOT_FOUND"],
  ])("that is refused with %s says so instead of trying for ever", async (condition, description, code) => {
    verifies("BUS-05");
    const world = await busWorld();
    const { processor, problems } = await working(world);
    world.broker.faults.set("refused", {
      on: "attach",
      entity: SOURCE,
      effect: { reject: { condition, description } },
    });
    world.broker.faults.set("detach", { on: "receive", times: 1, effect: { detach: { condition, description } } });
    await world.client().publishEvent(operation(1));
    await expect(processor.finished).rejects.toMatchObject({ code });
    expect(processor.state).toBe("failed");
    expect(problems).toContain(code);
    await processor.stop();
  });

  it("of a subscription that is not there says so", async () => {
    verifies("BUS-05");
    const world = await busWorld();
    const processor = await world.client().subscribe("nowhere", () => {});
    await expect(processor.finished).rejects.toMatchObject({ code: "BUS_ENTITY_NOT_FOUND" });
  });

  it.each([
    ["without sessions, in order", false],
    ["with sessions, in no order", true],
  ])("of a subscription %s, says what does not fit", async (_name, requiresSession) => {
    verifies("BUS-05");
    const world = await busWorld({ subscription: { requiresSession } });
    const processor = await world.client().subscribe(SUBSCRIPTION, () => {}, { isOrdered: !requiresSession });
    await expect(processor.finished).rejects.toMatchObject({ code: "BUS_SESSIONS_MISMATCH" });
  });

  it("whose subscription is deleted says so", async () => {
    verifies("BUS-05");
    const world = await busWorld();
    const { processor } = await working(world);
    world.broker.namespace.remove(world.broker.namespace.subscription(TOPIC, SUBSCRIPTION)!);
    await expect(processor.finished).rejects.toMatchObject({ code: "BUS_ENTITY_NOT_FOUND" });
  });

  it("keeps what arrives during a broker's outage for when it is back", async () => {
    verifies("BUS-05");
    const world = await busWorld({ overTcp: true });
    const { port } = new URL(
      /Endpoint=(sb[^;]*)/.exec(world.connection.connectionString!)![1]!.replace("sb:", "http:"),
    );
    const proxy = await tcpProxy(Number(port));
    const connectionString = world.connection.connectionString!.replace(`:${port}`, `:${proxy.port}`);
    const client = world.client({ connectionString, giveUpAfterMs: 10_000 });
    const done: unknown[] = [];
    const processor = await client.subscribe(SUBSCRIPTION, (_event, { wire }) => done.push(wire["message"]), {
      watchIntervalMs: 200,
    });
    await client.publishEvent(operation(0));
    await expect.poll(() => done.length).toBe(1);
    proxy.cut();
    const published = client.publishEvents([operation(1), operation(2)]);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    proxy.open();
    expect((await published).published).toBe(2);
    await expect.poll(() => done.map(String).sort()).toEqual(["step 0", "step 1", "step 2"]);
    await processor.stop();
  });
});

describe("A receiver that is stuck, as the issues of the client tell", () => {
  it("#9926: stops silently after idle hours; the watchdog finds its messages waiting and makes it anew", async () => {
    verifies("BUS-05");
    const world = await busWorld({ hasOwnTime: true });
    const rebuilds: Rebuild[] = [];
    const { done } = await working(world, {
      onRebuild: (rebuild) => {
        rebuilds.push(rebuild);
        world.broker.faults.clear();
      },
    });
    // The link is there and hears nothing: messages go out and do not arrive.
    world.broker.faults.set("deaf", { on: "receive", effect: { swallow: true } });
    await world.client().publishEvent(operation(1));
    await world.eventually(() => done.length, 2);
    expect(done).toEqual(["step 0", "step 1"]);
    expect(rebuilds[0]).toMatchObject({ reason: "stalled" });
  });

  it("#2540: stops listening without an error; one is told, and it goes on", async () => {
    verifies("BUS-05");
    const world = await busWorld({ hasOwnTime: true });
    const { done, problems } = await working(world);
    world.broker.faults.set("refused", {
      on: "attach",
      entity: SOURCE,
      times: 4,
      effect: { reject: { condition: "amqp:internal-error" } },
    });
    world.broker.faults.set("cut", { on: "receive", times: 1, effect: { reset: true } });
    await world.client().publishEvent(operation(1));
    await world.eventually(() => done.length, 2);
    expect(done).toEqual(["step 0", "step 1"]);
    expect(problems).toContain("BUS_UNREACHABLE");
  });

  it.each([false, true])(
    "#7689: never comes back after the network is lost; it is made anew (ordered: %s)",
    async (isOrdered) => {
      verifies("BUS-05");
      const world = await busWorld({ overTcp: true, hasOwnTime: true, subscription: { requiresSession: isOrdered } });
      const port = Number(/:(\d+)/.exec(world.connection.connectionString!)![1]);
      const proxy = await tcpProxy(port);
      const connectionString = world.connection.connectionString!.replace(`:${port}`, `:${proxy.port}`);
      const done: unknown[] = [];
      const rebuilds: Rebuild[] = [];
      const processor = await world
        .client({ connectionString })
        .subscribe(SUBSCRIPTION, (_event, { wire }) => done.push(wire["message"]), {
          isOrdered,
          concurrency: 2,
          watchIntervalMs: 200,
          stalledAfterMs: 400,
          sessionIdleMs: 50,
          onRebuild: (why) => rebuilds.push(why),
        });
      await world.client().publishEvent(operation(0));
      await expect.poll(() => done.length).toBe(1);
      proxy.block();
      await expect.poll(() => rebuilds.length).toBeGreaterThan(0);
      proxy.open();
      await world.client().publishEvent(operation(1));
      await world.eventually(() => done.length, 2);
      expect(done).toEqual(["step 0", "step 1"]);
      expect(rebuilds[0]).toMatchObject({ reason: "silent" });
      await processor.stop();
    },
  );

  it("#7874: keeps failing until the service is restarted; one connection's fault does not outlive it", async () => {
    verifies("BUS-05");
    const world = await busWorld({ hasOwnTime: true });
    const { done } = await working(world);
    world.broker.faults.set("frozen", { on: "receive", times: 1, effect: { freezeMs: 60_000 } });
    await world.client().publishEvent(operation(1));
    await world.eventually(() => done.length, 2);
    expect(done).toEqual(["step 0", "step 1"]);
  });

  it("#24540: a session's receiver is silently dead after its lock is lost; the session is taken again", async () => {
    verifies("BUS-05", "BUS-07");
    const world = await busWorld({ hasOwnTime: true, subscription: { requiresSession: true } });
    const { done } = await working(world, { isOrdered: true, concurrency: 2 });
    world.broker.faults.set("lost", {
      on: "settle",
      times: 1,
      effect: { detach: { condition: "com.microsoft:session-lock-lost" } },
    });
    await world.client().publishEvents([operation(1), operation(2), operation(3)]);
    await world.eventually(() => done.length, 4);
    expect(done).toEqual(["step 0", "step 1", "step 2", "step 3"]);
  });
});
