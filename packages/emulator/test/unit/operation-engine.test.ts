import { ManualClock } from "@azlin/core";
import { beforeEach, describe, expect, it } from "vitest";
import { EmulatorClock } from "../../src/world/emulator-clock.ts";
import { IdSource } from "../../src/world/id-source.ts";
import { OperationEngine, UNTIL_ENDED_MS, type Operation } from "../../src/world/operation-engine.ts";

describe("OperationEngine", () => {
  let clock: EmulatorClock;
  let engine: OperationEngine;
  let ended: string[];
  /** Ends the completion of an operation that waits. */
  let answer: { readonly resolve: (output: { value: number }) => void; readonly reject: (cause: Error) => void };

  beforeEach(() => {
    clock = new EmulatorClock("virtual", new ManualClock(0));
    ended = [];
    engine = new OperationEngine({
      clock,
      ids: new IdSource(1),
      complete: ({ verb }) => {
        ended.push(verb);
        if (verb === "chain") start("link", 0);
        if (verb === "fails") throw new Error("no");
        if (verb === "waits") return new Promise((resolve, reject) => (answer = { resolve, reject }));
        return verb === "answers" ? { value: 1 } : undefined;
      },
      toError: (cause) => ({ code: "Broken", message: String(cause) }),
    });
  });

  const start = (verb: string, durationMs: number): Operation =>
    engine.start({ verb, durationMs, resourceId: "/r", resourceType: "A.B/c" });

  const settledState = async ({ id }: Operation): Promise<Partial<Operation>> => {
    // The engine hears of the promise's end in turns of their own.
    await new Promise((resolve) => setImmediate(resolve));
    return engine.get(id)!;
  };

  it("keeps an operation in progress until the promise of its end is settled, and applies that once", async () => {
    const operation = start("waits", 0);
    engine.settle();
    engine.settle();
    expect(await settledState(operation)).toMatchObject({ status: "InProgress" });
    answer.resolve({ value: 7 });
    expect(await settledState(operation)).toMatchObject({ status: "Succeeded", output: { value: 7 } });
    expect(ended).toEqual(["waits"]);
  });

  it("fails an operation whose promised end fails", async () => {
    const operation = start("waits", 0);
    engine.settle();
    answer.reject(new Error("gone"));
    expect(await settledState(operation)).toMatchObject({ status: "Failed", error: { message: "Error: gone" } });
  });

  it("leaves an operation cancelled that was cancelled while its end was awaited", async () => {
    const operation = start("waits", 0);
    engine.settle();
    engine.cancel(operation.id);
    answer.resolve({ value: 7 });
    expect(await settledState(operation)).toMatchObject({ status: "Canceled" });
  });

  it("ends operations in the order of their times, not of their starts", () => {
    start("late", 300);
    start("early", 100);
    start("never", 1000);
    clock.advance(500);
    engine.settle();
    expect(ended).toEqual(["early", "late"]);
    expect(engine.all().map(({ status }) => status)).toEqual(["Succeeded", "Succeeded", "InProgress"]);
  });

  it("keeps the order of starts for operations of one time, and takes along what they begin", () => {
    for (const verb of ["first", "chain", "last"]) start(verb, 0);
    engine.settle();
    expect(ended).toEqual(["first", "chain", "last", "link"]);
  });

  it("ends nothing by itself", () => {
    const { id } = start("x", 0);
    expect(engine.get(id)?.status).toBe("InProgress");
    expect(engine.runningOn("/R")?.id).toBe(id);
    engine.settle();
    expect(engine.runningOn("/r")).toBeUndefined();
  });

  it("keeps output and errors", () => {
    const [answers, fails] = [start("answers", 0), start("fails", 0)];
    engine.settle();
    expect(engine.get(answers.id)).toMatchObject({ status: "Succeeded", output: { value: 1 }, endedAt: 0 });
    expect(engine.get(fails.id)).toMatchObject({ status: "Failed", error: { code: "Broken" } });
  });

  it("dooms what begins within a doomed request, but not the world's own operations", async () => {
    const doomed = await engine.dooming({ error: { code: "Boom", message: "" } }, async () => {
      engine.start({ verb: "own", durationMs: 0, resourceId: "/r", resourceType: "t", internal: true });
      return start("theirs", 0);
    });
    start("later", 0);
    engine.settle();
    expect(engine.get(doomed.id)).toMatchObject({ status: "Failed", error: { code: "Boom" } });
    expect(ended).toEqual(["own", "later"]);
  });

  it("cancels, fails and finishes only what runs", () => {
    const [canceled, failed, finished] = [start("a", 10), start("b", 10), start("c", UNTIL_ENDED_MS)];
    engine.cancel(canceled.id);
    engine.fail(failed.id, { code: "Preempted", message: "" });
    engine.finish(finished.id);
    engine.cancel(finished.id);
    clock.advance(100);
    engine.settle();
    expect(engine.all().map(({ status }) => status)).toEqual(["Canceled", "Failed", "Succeeded"]);
    expect(ended).toEqual(["c"]);
  });

  it("goes on after it was saved and loaded", () => {
    start("x", 50);
    const saved = JSON.parse(JSON.stringify(engine.all())) as Operation[];
    engine.load([]);
    expect(engine.all()).toEqual([]);
    engine.load(saved);
    clock.advance(50);
    engine.settle();
    expect(ended).toEqual(["x"]);
  });
});
