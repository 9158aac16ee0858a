import { verifies } from "@azlin/testing";
import { describe, expect, test } from "vitest";
import { InterruptedError } from "../../../src/interrupted-error.ts";
import { event, eventsWorld } from "./events-world.ts";

const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;
const AT = "--namespace haymaker";

describe("azlin events tail", () => {
  test("shows what waits, and takes nothing away", async () => {
    verifies("BUS-07");
    const { run, json, bus } = await eventsWorld();
    expect((await run(`events tail ${AT}`)).stdout).toBe("No event waits.\n");
    await (await bus()).publishEvents([event(1), { event_type: "odd", what: 1 }]);
    const first = await run(`events tail ${AT}`);
    expect(first.stdout).toMatch(
      new RegExp(`^ENQUEUED +TYPE +RUN +DETAIL\n${TIME}  operation  run-1 +step 1\n${TIME}  odd +no-run +\\{"event`),
    );
    expect(await run(`events tail ${AT}`)).toEqual(first);
    expect(await json(`events tail ${AT}`)).toMatchObject([
      { sequenceNumber: "1", deliveryCount: 0, sessionId: "run-1", event: { runId: "run-1" }, body: event(1) },
      { sequenceNumber: "2", event: { eventType: "unknown" }, body: { event_type: "odd", what: 1 } },
    ]);
    expect((await run(`events tail ${AT} -o csv`)).stdout).toMatch(new RegExp(`^ENQUEUED,TYPE,RUN,DETAIL\n${TIME},op`));
  });

  test("says when there are more than it shows", async () => {
    const { run, bus } = await eventsWorld();
    await (await bus()).publishEvents([event(1), event(2), event(3)]);
    const cut = await run(`events tail ${AT} --max 2`);
    expect([cut.stdout.split("\n").length, cut.stderr]).toEqual([4, expect.stringContaining("There are more")]);
    expect((await run(`events tail ${AT} --max 3`)).stderr).toBe("");
  });

  test("what events say cannot reach the terminal as commands", async () => {
    verifies("BUS-07");
    const { run, bus } = await eventsWorld();
    const evil = "\u001B]0;owned\u0007\u001B[2J\nfake line";
    await (await bus()).publishEvents([event(1, { message: evil, run_id: evil }), { event_type: evil }]);
    const { stdout } = await run(`events tail ${AT}`);
    expect(stdout).toContain(String.raw`\x1b]0;owned\x07\x1b[2J\x0afake line`);
    expect(stdout.split("\n")).toHaveLength(4);
    const stats = await run(`events stats ${AT}`);
    for (const control of ["\u0007", "\u001B"]) expect(stdout + stats.stdout).not.toContain(control);
  });

  test("--follow goes on as events come, until Ctrl-C, which is no failure", async () => {
    verifies("BUS-07");
    const { run, bus } = await eventsWorld();
    const client = await bus();
    await client.publishEvent(event(1));
    const user = new AbortController();
    const printed: string[] = [];
    const onPrint = (text: string): void => void printed.push(text.trimEnd().slice(26));
    const following = run(`events tail ${AT} --follow`, { signal: user.signal, onPrint });
    await expect.poll(() => printed, { timeout: 5_000 }).toEqual(["operation  run-1  step 1"]);
    await client.publishEvent(event(2));
    await expect.poll(() => printed.at(-1), { timeout: 5_000 }).toBe("operation  run-1  step 2");
    user.abort(new InterruptedError());
    expect(await following).toMatchObject({ exitCode: 0, stderr: "" });
    expect(printed.filter((text) => text !== "")).toHaveLength(2);
  });

  test("--follow ends when nobody reads it any more", async () => {
    const { run, bus } = await eventsWorld();
    await (await bus()).publishEvents([event(1), event(2)]);
    const { exitCode, stdout } = await run(`events tail ${AT} --follow`, { isRead: () => false });
    expect([exitCode, stdout.split("\n").length]).toEqual([0, 2]);
  });

  test("Ctrl-C without --follow is told as such", async () => {
    const { run } = await eventsWorld();
    const signal = AbortSignal.abort(new InterruptedError());
    expect(await run(`events tail ${AT}`, { signal })).toMatchObject({ exitCode: 130, stdout: "" });
  });

  test.each([
    ["--max 0", 2],
    ["--follow --max 3", 2],
    ["--follow -o json", 2],
  ])("'%s' is refused", async (options, exitCode) => {
    const { run } = await eventsWorld();
    expect((await run(`events tail ${AT} ${options}`)).exitCode).toBe(exitCode);
  });
});
