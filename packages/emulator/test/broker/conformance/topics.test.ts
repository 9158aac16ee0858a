import type { ServiceBusMessage } from "@azure/service-bus";
import { describe, expect, it } from "vitest";
import { namespaceUnderTest, type SubscriptionOptions } from "./namespace-under-test.ts";

describe("Topics", () => {
  const namespace = namespaceUnderTest();

  async function bodiesOf(topic: string, subscription: string): Promise<unknown[]> {
    const receiver = namespace().client.createReceiver(topic, subscription, { receiveMode: "receiveAndDelete" });
    const messages = await receiver.receiveMessages(20, { maxWaitTimeInMs: 300 });
    await receiver.close();
    return messages.map(({ body }) => body as unknown);
  }

  async function passing(options: SubscriptionOptions, messages: ServiceBusMessage[]): Promise<unknown[]> {
    const topic = await namespace().topic();
    await namespace().subscription(topic, "sub", options);
    await namespace().client.createSender(topic).sendMessages(messages);
    return bodiesOf(topic, "sub");
  }

  it("every subscription gets every message", async () => {
    const topic = await namespace().topic();
    for (const name of ["one", "two"]) await namespace().subscription(topic, name);
    await namespace()
      .client.createSender(topic)
      .sendMessages([{ body: 1 }, { body: 2 }]);
    expect(await bodiesOf(topic, "one")).toEqual([1, 2]);
    expect(await bodiesOf(topic, "two")).toEqual([1, 2]);
  });

  it("a correlation filter lets in what is the same in all that it names", async () => {
    const filter = { kind: "correlation", subject: "resource_created", applicationProperties: { run: "r1" } } as const;
    const bodies = await passing({ rules: { only: { filter } } }, [
      { body: "in", subject: "resource_created", applicationProperties: { run: "r1", more: 1 } },
      { body: "other run", subject: "resource_created", applicationProperties: { run: "r2" } },
      { body: "other subject", subject: "resource_deleted", applicationProperties: { run: "r1" } },
    ]);
    expect(bodies).toEqual(["in"]);
  });

  it("an SQL filter lets in what it holds for", async () => {
    const expression = "sys.Label LIKE 'agent[_]%' OR (severity IN ('warning', 'error') AND attempts >= 2)";
    const bodies = await passing(
      { rules: { sql: { filter: { kind: "sql", expression: expression.replace("[_]", "") } } } },
      [
        { body: "label", subject: "agent started" },
        { body: "severe", applicationProperties: { severity: "error", attempts: 2 } },
        { body: "too few", applicationProperties: { severity: "error", attempts: 1 } },
        { body: "unknown", applicationProperties: { severity: "error" } },
      ],
    );
    expect(bodies).toEqual(["label", "severe"]);
  });

  it("a filter that is false lets nothing in", async () => {
    expect(await passing({ rules: { none: { filter: { kind: "false" } } } }, [{ body: 1 }])).toEqual([]);
  });

  it("rules are added, told and removed by the client", async () => {
    const topic = await namespace().topic();
    await namespace().subscription(topic, "ruled");
    const manager = namespace().client.createRuleManager(topic, "ruled");
    await manager.deleteRule("$Default");
    await manager.createRule(
      "big",
      { sqlExpression: "size > 10" },
      { sqlExpression: "SET class = 'big'; REMOVE size" },
    );
    await manager.createRule("named", { subject: "x", applicationProperties: { n: 1 } });
    const rules = [];
    for await (const rule of manager.listRules()) rules.push(rule);
    expect(rules).toMatchObject([
      {
        name: "big",
        filter: { sqlExpression: "size > 10" },
        action: { sqlExpression: "SET class = 'big'; REMOVE size" },
      },
      { name: "named", filter: { subject: "x", applicationProperties: { n: 1 } } },
    ]);
    await namespace()
      .client.createSender(topic)
      .sendMessages({ body: "b", applicationProperties: { size: 11, keep: 1 } });
    const receiver = namespace().client.createReceiver(topic, "ruled");
    const [message] = await receiver.receiveMessages(1);
    expect(message!.applicationProperties).toEqual({ class: "big", keep: 1 });
    await expect(manager.deleteRule("absent")).rejects.toMatchObject({ code: "MessagingEntityNotFound" });
  });

  it("a rule that cannot be read is refused", async () => {
    const topic = await namespace().topic();
    await namespace().subscription(topic, "ruled");
    const manager = namespace().client.createRuleManager(topic, "ruled");
    await expect(manager.createRule("broken", { sqlExpression: "size >" })).rejects.toThrow(/size >|expression/);
  });

  it("a message for later goes to the subscriptions at its time", async () => {
    const topic = await namespace().topic();
    await namespace().subscription(topic, "sub");
    const sender = namespace().client.createSender(topic);
    await sender.scheduleMessages({ body: "at last" }, new Date((namespace().local?.clock.now() ?? Date.now()) + 1000));
    expect(await bodiesOf(topic, "sub")).toEqual([]);
    await namespace().local?.clock.advance(1000);
    const receiver = namespace().client.createReceiver(topic, "sub", { receiveMode: "receiveAndDelete" });
    const [message] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 5000 });
    expect(message!.body).toBe("at last");
  });

  it("each subscription has dead letters of its own", async () => {
    const topic = await namespace().topic();
    for (const name of ["one", "two"]) await namespace().subscription(topic, name);
    await namespace().client.createSender(topic).sendMessages({ body: "bad" });
    const receiver = namespace().client.createReceiver(topic, "one");
    const [message] = await receiver.receiveMessages(1);
    await receiver.deadLetterMessage(message!, { deadLetterReason: "why", deadLetterErrorDescription: "" });
    const dead = namespace().client.createReceiver(topic, "one", { subQueueType: "deadLetter" });
    expect((await dead.peekMessages(5)).map(({ deadLetterReason }) => deadLetterReason)).toEqual(["why"]);
    const other = namespace().client.createReceiver(topic, "two", { subQueueType: "deadLetter" });
    expect(await other.peekMessages(5)).toEqual([]);
  });
});
