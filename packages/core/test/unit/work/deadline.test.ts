import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { ManualClock, withDeadline } from "../../../src/index.ts";

const never = (): Promise<never> => new Promise(() => {});

describe("withDeadline", () => {
  it("returns what the work returns and leaves neither timer nor listener", async () => {
    const clock = new ManualClock();
    const { signal } = new AbortController();
    expect(await withDeadline("testing", { signal, timeoutMs: 100, clock }, async () => "done")).toBe("done");
    expect(clock.pending).toBe(0);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  it("leaves neither timer nor listener when the work throws", async () => {
    const clock = new ManualClock();
    const { signal } = new AbortController();
    const work = withDeadline("testing", { signal, timeoutMs: 100, clock }, () => {
      throw new Error("no");
    });
    await expect(work).rejects.toThrow("no");
    expect(clock.pending).toBe(0);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  it("gives up after the time allowed, also on work that does not listen", async () => {
    const clock = new ManualClock();
    let inner: AbortSignal | undefined;
    const work = withDeadline("reading tags", { timeoutMs: 100, clock }, (signal) => {
      inner = signal;
      return never();
    });
    const outcome = work.catch((error: unknown) => error);
    await clock.advance(100);
    expect(await outcome).toMatchObject({
      code: "TIMED_OUT",
      operation: "reading tags",
      afterMs: 100,
      message: "Gave up reading tags after 100 ms.",
    });
    expect(inner?.reason).toMatchObject({ code: "TIMED_OUT" });
  });

  it("rejects with the reason of the caller's signal and hands it on", async () => {
    const controller = new AbortController();
    let inner: AbortSignal | undefined;
    const work = withDeadline("testing", { signal: controller.signal }, (signal) => {
      inner = signal;
      return never();
    });
    const reason = new Error("stop");
    controller.abort(reason);
    await expect(work).rejects.toBe(reason);
    expect(inner?.reason).toBe(reason);
  });

  it("does not begin when the signal has aborted before", async () => {
    let began = false;
    const work = withDeadline("testing", { signal: AbortSignal.abort(new Error("early")) }, async () => {
      began = true;
    });
    await expect(work).rejects.toThrow("early");
    expect(began).toBe(false);
  });

  it("tells the deadline's reason even when the work answers the abort with an error of its own", async () => {
    const clock = new ManualClock();
    const work = withDeadline(
      "testing",
      { timeoutMs: 10, clock },
      (signal) =>
        new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("AbortError")))),
    );
    const outcome = work.catch((error: unknown) => error);
    await clock.advance(10);
    expect(await outcome).toMatchObject({ code: "TIMED_OUT" });
  });

  it.each([-1, Number.NaN])("refuses a time-out of %s", async (timeoutMs) => {
    await expect(withDeadline("testing", { timeoutMs }, never)).rejects.toMatchObject({ code: "INVALID_TIMEOUT" });
  });
});
