import { verifies } from "@azlin/testing";
import { describe, expect, test } from "vitest";
import { InterruptedError } from "../../../src/interrupted-error.ts";
import { event, eventsWorld, SUBSCRIPTION, type EventsWorld } from "./events-world.ts";

/** What waits in the orchestrator's subscription, for people. */
async function waiting({ json }: EventsWorld): Promise<unknown[]> {
  const events = (await json("events tail --namespace haymaker")) as { event: { message: string } | null }[];
  return events.map((one) => one.event?.message);
}

describe("azlin events publish", () => {
  test("publishes the events of a file, in their order and each once", async () => {
    verifies("BUS-01", "BUS-07");
    const world = await eventsWorld();
    const path = await world.file(event(1), "", event(2), `  ${JSON.stringify(event(3))}  `);
    expect(await world.run(`events publish ${path} --namespace haymaker`)).toEqual({
      exitCode: 0,
      stdout: "Published 3 of 3 events to agent-logs.\n",
      stderr: "",
    });
    expect(await world.json(`events publish ${path} --namespace haymaker`)).toEqual({
      topic: "agent-logs",
      published: 3,
      failed: [],
    });
    expect(await waiting(world)).toEqual(["step 1", "step 2", "step 3"]);
  });

  test("takes what another program pipes in, and the host name of the namespace", async () => {
    verifies("BUS-07");
    const world = await eventsWorld();
    const input = `\uFEFF${JSON.stringify(event(1))}\r\n${JSON.stringify({ event_type: "odd", what: 1 })}\r\n`;
    const { stdout } = await world.run("events publish - --namespace haymaker.servicebus.windows.net", { input });
    expect(stdout).toBe("Published 2 of 2 events to agent-logs.\n");
    expect(await world.json("events tail --namespace haymaker")).toMatchObject([
      { event: { eventType: "operation" }, body: { message: "step 1" } },
      { event: { eventType: "unknown", originalType: "odd" }, body: { what: 1 } },
    ]);
  });

  test("a program in another process receives what was published", async () => {
    verifies("BUS-01");
    const world = await eventsWorld();
    await world.run(`events publish ${await world.file(event(1))} --namespace haymaker`);
    const received: unknown[] = [];
    const processor = await (await world.bus()).subscribe(SUBSCRIPTION, (one) => received.push(one));
    await expect.poll(() => received).toMatchObject([{ eventType: "operation", runId: "run-1", message: "step 1" }]);
    await processor.stop();
  });

  test("publishes nothing when a line holds no event, and names the lines", async () => {
    verifies("BUS-04", "BUS-07");
    const world = await eventsWorld();
    const path = await world.file(event(1), '{"event_type":', event(2, { run_id: undefined }), "[1]", event(3));
    const { exitCode, stdout, stderr } = await world.run(`events publish ${path} --namespace haymaker -o json`);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      error: {
        code: "INVALID_EVENTS",
        details: {
          problems: [
            { line: 2, problem: "it is no JSON" },
            { line: 3, problem: "run_id is missing" },
            { line: 4, problem: "it is no JSON object" },
          ],
        },
      },
    });
    expect(stderr).toContain("Line 2 holds no event: it is no JSON. Nor do 2 other lines.");
    expect(await waiting(world)).toEqual([]);
  });

  test("a dry run tells what would be published, and publishes nothing", async () => {
    verifies("BUS-07");
    const world = await eventsWorld();
    const path = await world.file(event(1), { event_type: "odd" });
    expect(await world.json(`events publish ${path} --namespace haymaker --dry-run`)).toEqual({
      plan: [
        { action: "publish", target: "operation", reason: "Line 1, of the run run-1." },
        { action: "publish", target: "odd", reason: "Line 2." },
      ],
    });
    expect(await waiting(world)).toEqual([]);
  });

  test("says which lines were not published, and why", async () => {
    verifies("BUS-02", "BUS-07");
    const world = await eventsWorld();
    const path = await world.file(event(1), event(2, { message: "x".repeat(300_000) }), event(3));
    const { exitCode, stdout, stderr } = await world.run(`events publish ${path} --namespace haymaker -o json`);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ published: 2, failed: [{ line: 2, code: "EVENT_TOO_LARGE" }] });
    expect(stderr).toMatch(/^Not published: line 2: /m);
    expect(await waiting(world)).toEqual(["step 1", "step 3"]);
  });

  test("Ctrl-C ends it soon, and it is told which lines did not go", async () => {
    verifies("BUS-02");
    const world = await eventsWorld();
    const path = await world.file(event(1), event(2));
    const nowhere = "Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=n;SharedAccessKey=a2V5;UseDevelopmentEmulator=true";
    const user = new AbortController();
    const publishing = world.run(`events publish ${path} -o json`, {
      env: { AZLIN_SERVICEBUS_CONNECTION_STRING: nowhere },
      signal: user.signal,
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    user.abort(new InterruptedError());
    const { exitCode, stdout, stderr } = await publishing;
    expect([exitCode, JSON.parse(stdout)]).toMatchObject([130, { published: 0, failed: [{ line: 1 }, { line: 2 }] }]);
    expect(stderr).toContain("Not published: lines 1, 2: ");
  });

  test("a file that is not there is told with its path", async () => {
    const { run } = await eventsWorld();
    const { exitCode, stderr } = await run("events publish /nowhere/events.jsonl --namespace haymaker");
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("Could not read /nowhere/events.jsonl")]);
  });
});
