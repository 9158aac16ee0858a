import { verifies } from "@azlin/testing";
import { expect, test } from "vitest";
import { event, eventsWorld, worldWithDeadLetters } from "./events-world.ts";

const AT = "--namespace haymaker";

test("stats counts what waits by type and dead letters by reason, and takes nothing away", async () => {
  verifies("BUS-07");
  const { run, json, bus } = await worldWithDeadLetters();
  await (await bus()).publishEvents([event(4), event(5), { event_type: "odd" }]);
  const { stdout } = await run(`events stats ${AT}`);
  expect(stdout.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME")).toBe(
    [
      "WHAT          KIND            COUNT  OLDEST",
      "waiting       all             3      TIME",
      "waiting       operation       2      -",
      "waiting       odd             1      -",
      "dead letters  all             3      TIME",
      "dead letters  HandlerRefused  2      -",
      "dead letters  HandlerFailed   1      -",
      "",
    ].join("\n"),
  );
  expect(await json(`events stats ${AT}`)).toEqual({
    topic: "agent-logs",
    subscription: "orchestrator-sub",
    waiting: { total: 3, isComplete: true, oldest: expect.any(String), byEventType: { operation: 2, odd: 1 } },
    deadLetters: {
      total: 3,
      isComplete: true,
      oldest: expect.any(String),
      byReason: { HandlerRefused: 2, HandlerFailed: 1 },
    },
  });
});

test("stats does not say how many there are when it has not counted all", async () => {
  const { run, json, bus } = await eventsWorld();
  await (await bus()).publishEvents([event(1), event(2), event(3)]);
  expect(await json(`events stats ${AT} --max 2`)).toMatchObject({ waiting: { total: 2, isComplete: false } });
  const { stdout, stderr } = await run(`events stats ${AT} --max 2`);
  expect([stdout, stderr]).toEqual([
    expect.stringMatching(/^waiting +all +more than 2/m),
    "There are more: count them with --max.\n",
  ]);
  expect(await json(`events stats ${AT} --max 3`)).toMatchObject({ waiting: { total: 3, isComplete: true } });
});

test("an event type that is called like a part of JavaScript is counted as any other", async () => {
  const { json, bus } = await eventsWorld();
  await (await bus()).publishEvents([{ event_type: "constructor" }, { event_type: "__proto__" }]);
  const { waiting } = (await json(`events stats ${AT}`)) as { waiting: { byEventType: object } };
  expect(Object.entries(waiting.byEventType)).toEqual([
    ["constructor", 1],
    ["__proto__", 1],
  ]);
});
