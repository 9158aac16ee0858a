import { verifies } from "@azlin/testing";
import { expect, test } from "vitest";
import { event, eventsWorld } from "./events-world.ts";

const COMMANDS = ["events tail", "events stats", "events dlq list", "events dlq replay --yes"];

test.each(COMMANDS)("'azlin %s' says what is missing, and how to make it", async (command) => {
  verifies("BUS-07");
  const { json, run } = await eventsWorld();
  expect(await json(command)).toMatchObject({ error: { code: "NO_NAMESPACE" } });
  expect(await json(`${command} --namespace other-space`)).toMatchObject({
    error: {
      code: "NAMESPACE_NOT_FOUND",
      hint: expect.stringContaining("azlin events setup --namespace other-space --topic agent-logs"),
    },
  });
  expect(await json(`${command} --namespace haymaker --topic other`)).toMatchObject({
    error: { code: "BUS_ENTITY_NOT_FOUND", hint: expect.stringContaining("--topic other") },
  });
  const { exitCode, stderr } = await run(`${command} --namespace haymaker --subscription-name other`);
  expect([exitCode, stderr]).toEqual([
    1,
    "Error: The namespace 'haymaker' has no topic 'agent-logs' with subscription 'other'.\n" +
      "Make what is missing with 'azlin events setup --namespace haymaker --topic agent-logs --subscription-name other'.\n",
  ]);
  expect((await run(`${command} --namespace no_name`)).exitCode).toBe(2);
});

test("publish says what is missing, and does not speak of a subscription", async () => {
  const { json, file } = await eventsWorld();
  const path = await file(event(1));
  expect(await json(`events publish ${path} --namespace haymaker --topic other`)).toMatchObject({
    error: { code: "BUS_ENTITY_NOT_FOUND", message: "The namespace 'haymaker' has no topic 'other'." },
  });
  expect(await json(`events publish ${path} --namespace other-space`)).toMatchObject({
    error: { code: "NAMESPACE_NOT_FOUND" },
  });
});

test("a connection string in the environment will do, and one of the topic names it", async () => {
  verifies("BUS-07");
  const { run, json, file, connectionString } = await eventsWorld();
  const text = await connectionString();
  const env = { AZLIN_SERVICEBUS_CONNECTION_STRING: text };
  expect((await run(`events publish ${await file(event(1))}`, { env })).exitCode).toBe(0);
  expect(await json("events stats", { env })).toMatchObject({ waiting: { total: 1 } });
  const ofTopic = { AZLIN_SERVICEBUS_CONNECTION_STRING: `${text};EntityPath=other` };
  expect(await json("events stats", { env: ofTopic })).toMatchObject({ error: { code: "BUS_ENTITY_NOT_FOUND" } });
  const key = /SharedAccessKey=([^;]+)/.exec(text)![1]!;
  const broken = { AZLIN_SERVICEBUS_CONNECTION_STRING: text.replace(key, Buffer.from("wrong").toString("base64")) };
  const refused = await run("events stats -v -o json", { env: broken });
  expect([refused.exitCode, JSON.parse(refused.stdout)]).toMatchObject([3, { error: { code: "BUS_UNAUTHORIZED" } }]);
  expect(refused.stdout + refused.stderr).not.toContain(key);
});

test("az rest is refused, as no token leaves az there", async () => {
  const { json } = await eventsWorld();
  expect(await json("events tail --namespace haymaker --transport az-rest")).toMatchObject({
    error: { code: "TOKEN_NEEDED", hint: expect.stringContaining("--transport sdk") },
  });
});
