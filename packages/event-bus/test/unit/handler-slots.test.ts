import { ManualClock } from "@azlin/core";
import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { FetchAhead } from "../../src/receive/fetch-ahead.ts";
import { HandlerSlots } from "../../src/receive/handler-slots.ts";

/** Tries to enter under some names, and notes who got in and who was sent away. */
function enter(slots: HandlerSlots, names: readonly string[], log: string[]): void {
  for (const name of names) {
    const entry = slots.enter();
    if (entry === undefined) log.push(`${name} in`);
    else void entry.then((isIn) => log.push(`${name} ${isIn ? "in" : "away"}`));
  }
}

/** Lets the event loop turn once. */
function turn(): Promise<void> {
  return new Promise(setImmediate);
}

describe("Slots for handlers", () => {
  it("are taken in turn, and never more than there are", async () => {
    verifies("BUS-03");
    const slots = new HandlerSlots({ concurrency: 2, clock: new ManualClock() });
    const log: string[] = [];
    enter(slots, ["a", "b", "c", "d"], log);
    await turn();
    expect(log).toEqual(["a in", "b in"]);
    slots.leave();
    await turn();
    expect(log).toEqual(["a in", "b in", "c in"]);
    slots.leave();
    await turn();
    expect(log).toEqual(["a in", "b in", "c in", "d in"]);
    slots.close();
  });

  it("are taken by eight in a turn of the event loop, so that Service Bus is told of those before the others begin", async () => {
    verifies("BUS-03");
    const slots = new HandlerSlots({ concurrency: 18, clock: new ManualClock() });
    const names = Array.from({ length: 20 }, (_, index) => `${index}`);
    const log: string[] = [];
    enter(slots, names, log);
    expect(log).toHaveLength(8);
    await turn();
    expect(log).toHaveLength(16);
    await turn();
    await turn();
    expect(log).toEqual(names.slice(0, 18).map((name) => `${name} in`));
    slots.leave();
    slots.leave();
    await turn();
    expect(log).toEqual(names.map((name) => `${name} in`));
    slots.close();
  });

  it("are not taken by eight more when those of a turn are quick", async () => {
    verifies("BUS-03");
    const slots = new HandlerSlots({ concurrency: 2, clock: new ManualClock() });
    const log: string[] = [];
    for (const name of ["a", "b", "c", "d", "e", "f", "g", "h", "i"]) {
      enter(slots, [name], log);
      slots.leave();
    }
    expect(log).toHaveLength(8);
    await turn();
    expect(log.at(-1)).toBe("i in");
    slots.close();
  });

  it("are waited for for a second, and then not taken any more", async () => {
    verifies("BUS-03");
    const clock = new ManualClock();
    const slots = new HandlerSlots({ concurrency: 1, clock });
    const log: string[] = [];
    enter(slots, ["a", "b", "c"], log);
    await clock.advance(999);
    expect(log).toEqual(["a in"]);
    await clock.advance(1);
    expect(log).toEqual(["a in", "b away", "c away"]);
    slots.leave();
    enter(slots, ["d"], log);
    expect(log.at(-1)).toBe("d in");
    slots.close();
  });

  it("are none any more when they are closed", async () => {
    verifies("BUS-03");
    const clock = new ManualClock();
    const slots = new HandlerSlots({ concurrency: 1, clock });
    const log: string[] = [];
    enter(slots, ["a", "b"], log);
    slots.close();
    enter(slots, ["c"], log);
    await clock.advance(0);
    expect(log).toEqual(["a in", "b away", "c away"]);
    expect(clock.pending).toBe(0);
  });
});

describe("Fetching ahead", () => {
  it("ends while handlers are slow, and begins again when they are quick", async () => {
    verifies("BUS-03");
    const ahead = new FetchAhead(2);
    const fetched: string[] = [];
    const done = (name: string, tookMs: number): void => {
      void Promise.resolve(ahead.done(tookMs)).then(() => fetched.push(name));
    };
    for (const name of ["a", "b", "c"]) done(name, 5_000);
    await new Promise(setImmediate);
    // As many as run are still fetched: "c" lets the next one come.
    expect(fetched).toEqual(["c"]);
    for (const name of ["d", "e", "f"]) done(name, 1);
    await new Promise(setImmediate);
    expect(fetched.toSorted()).toEqual(["a", "b", "c", "d", "e", "f"]);
  });
});
