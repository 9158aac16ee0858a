import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import type { DeleteError } from "../../src/index.ts";
import { DEFAULT_WAITS_MS } from "../../src/index.ts";
import { nextAttempt, type AttemptState } from "../../src/apply/next-attempt.ts";

const error = (change: Partial<DeleteError>): DeleteError => ({
  class: "transient",
  code: null,
  status: null,
  message: "no",
  retryAfterMs: null,
  blockers: [],
  isGuess: false,
  ...change,
});

const state = (change: Partial<AttemptState> = {}): AttemptState => ({
  failures: 1,
  isRenewed: false,
  isGroup: false,
  waitsMs: DEFAULT_WAITS_MS,
  maxAttempts: Number.POSITIVE_INFINITY,
  ...change,
});

describe("after a failed attempt", () => {
  it.each(["transient", "dependency"] as const)(
    "of class %s the waits are 1 to 60 seconds, and 60 from then on",
    (kind) => {
      verifies("CLEAN-03");
      const waits = Array.from({ length: 9 }, (_, index) =>
        nextAttempt(error({ class: kind }), state({ failures: index + 1 })),
      );
      const seconds = [1, 2, 4, 8, 16, 32, 60, 60, 60];
      expect(waits).toEqual(seconds.map((wait) => ({ afterMs: wait * 1_000, isCounted: true })));
    },
  );

  it("that was throttled the wait is Azure's, and it costs no attempt", () => {
    verifies("CLEAN-04");
    const late = state({ failures: 1_000, maxAttempts: 1 });
    expect(nextAttempt(error({ class: "throttled", retryAfterMs: 7_000 }), late)).toEqual({
      afterMs: 7_000,
      isCounted: false,
    });
    expect(nextAttempt(error({ class: "throttled" }), late)).toEqual({ afterMs: 5_000, isCounted: false });
  });

  it("a longer wait that Azure asks for goes before ours", () => {
    expect(nextAttempt(error({ retryAfterMs: 14_000 }), state())).toMatchObject({ afterMs: 14_000 });
    expect(nextAttempt(error({ retryAfterMs: 10 }), state())).toMatchObject({ afterMs: 1_000 });
  });

  it.each(["blocked", "fatal"] as const)("of class %s there is none", (kind) => {
    verifies("CLEAN-04");
    expect(nextAttempt(error({ class: kind }), state())).toBe("stop");
  });

  it("that was not let in, one is made at once with a new token, and no third", () => {
    expect(nextAttempt(error({ class: "auth" }), state())).toEqual({ afterMs: 0, isCounted: true });
    expect(nextAttempt(error({ class: "auth" }), state({ isRenewed: true }))).toBe("stop");
  });

  it("that is only likely to pass there are three more, and for a group in use one", () => {
    const guess = error({ class: "dependency", isGuess: true });
    expect(nextAttempt(guess, state({ failures: 3 }))).not.toBe("stop");
    expect(nextAttempt(guess, state({ failures: 4 }))).toBe("stop");
    expect(nextAttempt(error({ class: "dependency" }), state({ failures: 1, isGroup: true }))).not.toBe("stop");
    expect(nextAttempt(error({ class: "dependency" }), state({ failures: 2, isGroup: true }))).toBe("stop");
  });
});
