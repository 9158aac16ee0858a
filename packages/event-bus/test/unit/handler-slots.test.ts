import { ManualClock } from "@azlin/core";
import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { FetchAhead } from "../../src/receive/fetch-ahead.ts";
import { HandlerSlots } from "../../src/receive/handler-slots.ts";

/** Notes who got in, and who was sent away. */
function enter(slots: HandlerSlots, name: string, log: string[]): void {
  const turn = slots.enter();
  if (turn === undefined) log.push(`${name} in`);
  else
    turn.then(
      () => log.push(`${name} in`),
      ({ name: error }: Error) => log.push(`${name} away: ${error}`),
    );
}

describe("Slots for handlers", () => {
  it("are taken in turn, and never more than there are", async () => {
    verifies("BUS-03");
    const clock = new ManualClock();
    const slots = new HandlerSlots({ concurrency: 2, clock });
    const log: string[] = [];
    for (const name of ["a", "b", "c", "d"]) enter(slots, name, log);
    await clock.advance(0);
    expect(log).toEqual(["a in", "b in"]);
    slots.leave();
    await clock.advance(0);
    expect(log).toEqual(["a in", "b in", "c in"]);
    slots.leave();
    await clock.advance(0);
    expect(log).toEqual(["a in", "b in", "c in", "d in"]);
    slots.close();
  });

  it("are waited for for a second, and then not taken any more", async () => {
    verifies("BUS-03");
    const clock = new ManualClock();
    const slots = new HandlerSlots({ concurrency: 1, clock });
    const log: string[] = [];
    for (const name of ["a", "b", "c"]) enter(slots, name, log);
    await clock.advance(1_000);
    expect(log).toEqual(["a in", "b away: DeadlineError", "c away: DeadlineError"]);
    slots.leave();
    enter(slots, "d", log);
    expect(log.at(-1)).toBe("d in");
    slots.close();
  });

  it("are none any more when they are closed", async () => {
    verifies("BUS-03");
    const clock = new ManualClock();
    const slots = new HandlerSlots({ concurrency: 1, clock });
    const log: string[] = [];
    for (const name of ["a", "b"]) enter(slots, name, log);
    slots.close();
    enter(slots, "c", log);
    await clock.advance(0);
    expect(log).toEqual(["a in", "b away: AbortError", "c away: AbortError"]);
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
