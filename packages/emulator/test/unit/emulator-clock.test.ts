import { ManualClock } from "@azlin/core";
import { describe, expect, it } from "vitest";
import { EmulatorClock } from "../../src/world/emulator-clock.ts";

const START = Date.parse("2026-01-01T00:00:00Z");

describe("EmulatorClock", () => {
  it("goes with real time until it is made virtual, then stands still", async () => {
    const source = new ManualClock(START);
    const clock = new EmulatorClock("real", source);
    await source.advance(1000);
    expect(clock.now()).toBe(START + 1000);
    clock.change({ mode: "virtual" });
    await source.advance(5000);
    expect(clock.now()).toBe(START + 1000);
    clock.advance(60_000);
    expect(clock.now()).toBe(START + 61_000);
  });

  it("runs at a rate, and keeps it until it is changed", async () => {
    const source = new ManualClock(START);
    const clock = new EmulatorClock("virtual", source);
    clock.change({ rate: 60 });
    await source.advance(1000);
    clock.change({ advanceMs: 500 });
    await source.advance(1000);
    expect(clock.now()).toBe(START + 120_500);
  });

  it("never goes back, not even to real time", async () => {
    const source = new ManualClock(START);
    const clock = new EmulatorClock("virtual", source);
    clock.advance(10_000);
    clock.change({ mode: "real" });
    expect(clock.now()).toBe(START + 10_000);
    expect(() => clock.change({ mode: "virtual", advanceMs: -1 })).toThrow(/cannot go back/);
    expect(() => clock.change({ mode: "real", advanceMs: 1 })).toThrow(/cannot be advanced/);
  });

  it("wakes who waits, in the order of their times", async () => {
    const clock = new EmulatorClock("virtual", new ManualClock(START));
    const woken: string[] = [];
    const waits = [clock.delay(200).then(() => woken.push("late")), clock.delay(100).then(() => woken.push("early"))];
    clock.advance(150);
    await waits[1];
    expect(woken).toEqual(["early"]);
    clock.advance(50);
    await Promise.all(waits);
    expect(woken).toEqual(["early", "late"]);
  });

  it("lets a wait be aborted while time stands still", async () => {
    const clock = new EmulatorClock("virtual", new ManualClock(START));
    const controller = new AbortController();
    const waiting = clock.delay(1000, { signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
  });

  it("writes times as Azure does", () => {
    expect(new EmulatorClock("virtual", new ManualClock(START)).timestamp()).toBe("2026-01-01T00:00:00.0000000+00:00");
  });
});
