import { verifies } from "@azlin/testing";
import { expect, test } from "vitest";
import { bareWorld, eventsWorld } from "./events-world.ts";

const GROUP = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/haymaker-rg";
const SPACE = `${GROUP}/providers/Microsoft.ServiceBus/namespaces/haymaker`;
const TOPIC = `${SPACE}/topics/agent-logs`;
const SUB = `${TOPIC}/subscriptions/orchestrator-sub`;

test("a dry run tells what is missing, and makes nothing", async () => {
  verifies("BUS-07");
  const { json, run } = await bareWorld();
  const { plan } = (await json("events setup --namespace haymaker --dry-run")) as { plan: { target: string }[] };
  expect(plan.map(({ target }) => target)).toEqual([GROUP, SPACE, TOPIC, SUB]);
  expect((await run("events stats --namespace haymaker")).exitCode).toBe(1);
});

test("makes what is missing; the second time nothing is", async () => {
  verifies("BUS-07");
  const { json, run } = await bareWorld();
  expect(await json("events setup --namespace haymaker")).toEqual({
    namespace: "haymaker.servicebus.windows.net",
    topic: "agent-logs",
    subscription: "orchestrator-sub",
    created: [GROUP, SPACE, TOPIC, SUB],
  });
  expect(await run("events setup --namespace haymaker")).toEqual({
    exitCode: 0,
    stdout: "haymaker.servicebus.windows.net has the topic 'agent-logs' with the subscription 'orchestrator-sub'.\n",
    stderr: "All of it was there already.\n",
  });
  expect(await json("events setup --namespace haymaker --subscription-name archive")).toMatchObject({
    created: [`${TOPIC}/subscriptions/archive`],
  });
});

test("a topic of its own can keep the order of each run", async () => {
  const { json, run, file } = await bareWorld();
  await run("events setup --namespace haymaker --topic audit --subscription-name in-order --ordered");
  const at = "--namespace haymaker --topic audit --subscription-name in-order";
  await run(["events", "publish", await file(ORDERED), "--namespace", "haymaker", "--topic", "audit"]);
  expect(await json(`events tail ${at}`)).toMatchObject([{ sessionId: "run-7", event: { runId: "run-7" } }]);
});

const ORDERED = { event_type: "operation", run_id: "run-7", scenario_name: "s", timestamp: "2026-11-21T10:00:00Z" };

test("a name that somebody else has, and a subscription that cannot be changed, are refused", async () => {
  const { json } = await eventsWorld();
  expect(await json("events setup --namespace haymaker --rg other")).toMatchObject({
    error: { code: "NAMESPACE_TAKEN", hint: expect.stringContaining("--resource-group") },
  });
  expect(await json("events setup --namespace haymaker --ordered")).toMatchObject({
    error: { code: "SUBSCRIPTION_NOT_ORDERED" },
  });
});

test.each([
  ["", "USAGE"],
  ["--namespace short", "INVALID_NAMESPACE"],
  ["--namespace bad_name", "INVALID_NAMESPACE"],
])("'events setup %s' is refused with %s", async (options, code) => {
  const { run } = await bareWorld();
  const { exitCode, stdout } = await run(["events", "setup", ...options.split(" ").filter(Boolean), "-o", "json"]);
  expect([exitCode, JSON.parse(stdout)]).toMatchObject([2, { error: { code } }]);
});
