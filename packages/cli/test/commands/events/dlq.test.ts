import { verifies } from "@azlin/testing";
import { describe, expect, test } from "vitest";
import { eventsWorld, worldWithDeadLetters, type EventsWorld } from "./events-world.ts";

const AT = "--namespace haymaker";

/** Reasons of what is among the dead letters, and how many wait. */
async function state({ json }: EventsWorld): Promise<unknown> {
  const stats = (await json(`events stats ${AT}`)) as {
    waiting: { total: number };
    deadLetters: { byReason: object };
  };
  return [stats.waiting.total, stats.deadLetters.byReason];
}

describe("azlin events dlq list", () => {
  test("shows why each could not be processed, and takes nothing away", async () => {
    verifies("BUS-07");
    const world = await worldWithDeadLetters();
    const { stdout } = await world.run(`events dlq list ${AT}`);
    expect(stdout).toMatch(/^NUMBER +ENQUEUED +REASON +TYPE +RUN +REPLAYS +DESCRIPTION\n/);
    expect(stdout).toMatch(/HandlerRefused +operation +run-1 +0 +.*nobody knows this resource/);
    expect(stdout).toMatch(/HandlerFailed +operation +run-2 +0 +.*the disk is full/);
    expect(await world.json(`events dlq list ${AT}`)).toMatchObject([
      { reason: "HandlerRefused", replays: 0, event: { message: "step 1" }, body: { message: "step 1" } },
      { reason: "HandlerRefused", event: { message: "step 2" } },
      { reason: "HandlerFailed", event: { message: "step 3" } },
    ]);
    expect(await world.json(`events dlq list ${AT} --reason HandlerFailed`)).toHaveLength(1);
    expect(await state(world)).toEqual([0, { HandlerRefused: 2, HandlerFailed: 1 }]);
  });

  test("says when there are more, and when there are none", async () => {
    const world = await worldWithDeadLetters();
    const cut = await world.run(`events dlq list ${AT} --max 1 -o json`);
    expect([JSON.parse(cut.stdout), cut.stderr]).toEqual([
      [expect.anything()],
      expect.stringContaining("There are more"),
    ]);
    const none = await world.run(`events dlq list ${AT} --reason Other`);
    expect(none).toEqual({ exitCode: 0, stdout: "There are no such dead letters.\n", stderr: "" });
    expect((await (await eventsWorld()).run(`events dlq list ${AT}`)).stdout).toBe("There are no dead letters.\n");
  });

  test("cannot be made to write commands to the terminal", async () => {
    const world = await worldWithDeadLetters({ event_type: "\u001B[2Jevil" });
    const { stdout } = await world.run(`events dlq list ${AT}`);
    expect(stdout).toContain(String.raw`\x1b[2Jevil`);
    const dry = await world.run(`events dlq replay ${AT} --dry-run`);
    expect(stdout + dry.stdout + dry.stderr).not.toContain("\u001B");
  });
});

describe("azlin events dlq replay", () => {
  test("a dry run tells what would come back, and changes nothing", async () => {
    verifies("BUS-07");
    const world = await worldWithDeadLetters();
    expect(await world.json(`events dlq replay ${AT} --reason HandlerFailed --dry-run`)).toMatchObject({
      plan: [{ action: "replay", reason: "It was given up: HandlerFailed." }],
    });
    expect(await state(world)).toEqual([0, { HandlerRefused: 2, HandlerFailed: 1 }]);
  });

  test("brings back those of one reason, and leaves the others", async () => {
    verifies("BUS-07");
    const world = await worldWithDeadLetters();
    const { stdout, exitCode } = await world.run(`events dlq replay ${AT} --reason HandlerFailed --yes -o json`);
    expect([exitCode, JSON.parse(stdout)]).toEqual([0, { replayed: [expect.any(String)], missing: 0 }]);
    expect(await state(world)).toEqual([1, { HandlerRefused: 2 }]);
    expect(await world.json(`events tail ${AT}`)).toMatchObject([{ event: { message: "step 3" } }]);
    expect((await world.run(`events dlq replay ${AT} --reason HandlerFailed --yes`)).stdout).toBe(
      "There is nothing to replay.\n",
    );
  });

  test("brings back so many at most, the oldest first, and no other subscription gets them", async () => {
    verifies("BUS-07");
    const world = await worldWithDeadLetters();
    await world.run(`events setup ${AT} --subscription-name archive`);
    expect((await world.run(`events dlq replay ${AT} --max 2 --yes`)).stdout).toBe("Replayed 2 of 2 dead letters.\n");
    expect(await state(world)).toEqual([2, { HandlerFailed: 1 }]);
    expect(await world.json(`events tail ${AT} --subscription-name archive`)).toEqual([]);
  });

  test("asks a person first, and needs --yes where nobody is", async () => {
    verifies("BUS-07");
    const world = await worldWithDeadLetters();
    const asked = await world.run(`events dlq replay ${AT}`, { types: "n\n" });
    expect([asked.stdout, asked.stderr]).toEqual(["Cancelled.\n", expect.stringContaining("delivered again: 3.")]);
    expect((await world.run(`events dlq replay ${AT}`)).exitCode).toBe(2);
    expect(await state(world)).toEqual([0, { HandlerRefused: 2, HandlerFailed: 1 }]);
    expect((await world.run(`events dlq replay ${AT}`, { types: "y\n" })).stdout).toContain("Replayed 3 of 3");
  });

  test("'--max 0' is refused", async () => {
    const { run } = await eventsWorld();
    expect((await run(`events dlq replay ${AT} --max 0 --yes`)).exitCode).toBe(2);
    expect((await run(`events dlq list ${AT} --max 0`)).exitCode).toBe(2);
  });
});
