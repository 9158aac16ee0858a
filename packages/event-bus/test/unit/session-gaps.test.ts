import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { SessionGaps } from "../../src/receive/session-gaps.ts";

/** A session's state by itself. */
function sessionWith(state: unknown): {
  state: unknown;
  getSessionState(): Promise<unknown>;
  setSessionState(next: unknown): Promise<void>;
} {
  return {
    state,
    getSessionState() {
      return Promise.resolve(this.state);
    },
    setSessionState(next) {
      this.state = next;
      return Promise.resolve();
    },
  };
}

function numbered(publisher: string, sequence: number): never {
  return { applicationProperties: { run_id: "r", azlin_sequence: `${publisher}:${sequence}` } } as never;
}

describe("Gaps of a session", () => {
  it("are not known to others while it is held, and afterwards they are", async () => {
    verifies("BUS-07");
    const session = sessionWith(undefined);
    const gaps = new SessionGaps(session);
    await gaps.begin();
    expect(session.state).toEqual({ azlin_sequences: null });
    expect(gaps.note(numbered("a", 7))).toBeUndefined();
    expect(gaps.note(numbered("b", 1))).toBeUndefined();
    await gaps.end();
    expect(session.state).toEqual({ azlin_sequences: { a: 7, b: 1 } });
    const next = new SessionGaps(session);
    await next.begin();
    expect(next.note(numbered("a", 10))).toEqual({ runId: "r", publisher: "a", from: 8, to: 9 });
    expect(next.note(numbered("b", 2))).toBeUndefined();
  });

  it("are counted for the last hundred publishers of a run", async () => {
    verifies("BUS-07");
    const session = sessionWith(null);
    const gaps = new SessionGaps(session);
    await gaps.begin();
    for (let n = 0; n < 150; n += 1) gaps.note(numbered(`p${n}`, 1));
    gaps.note(numbered("p0", 2));
    await gaps.end();
    const { azlin_sequences: known } = session.state as { azlin_sequences: Record<string, number> };
    expect(Object.keys(known)).toHaveLength(100);
    expect(known).toMatchObject({ p0: 2, p149: 1 });
  });

  it("are not counted from numbers that are none", async () => {
    verifies("BUS-07");
    const session = sessionWith({ azlin_sequences: { a: "7", b: 1.5, c: 3 } });
    const gaps = new SessionGaps(session);
    await gaps.begin();
    for (const publisher of ["a", "b"]) expect(gaps.note(numbered(publisher, 9))).toBeUndefined();
    expect(gaps.note(numbered("c", 9))).toMatchObject({ from: 4, to: 8 });
  });
});
