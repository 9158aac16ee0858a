import { verifies } from "@azlin/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CLAIM_LIFETIME_MS, decideClaim, formatClaim, parseClaim, type Contender } from "../../src/session-claim.ts";

const NOW = Date.parse("2026-01-01T00:00:00Z");
const vm = (name: string): string =>
  `/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/${name}`;
const claimed = (ageMs = 0): string => formatClaim({ claimedAt: NOW - ageMs, previous: undefined });

function contender(name: string, claim: string | undefined): Contender {
  return {
    id: vm(name),
    tags: { "azlin-session": "dev", ...(claim !== undefined && { "azlin-session-claim": claim }) },
  };
}

function decide(name: string, contenders: readonly Contender[]): ReturnType<typeof decideClaim> {
  return decideClaim(vm(name), contenders, { session: "dev", nowMs: NOW });
}

describe("a claim", () => {
  it("round-trips through its tag, with and without a previous session", () => {
    for (const previous of [undefined, "old"]) {
      expect(parseClaim(formatClaim({ claimedAt: NOW, previous }))).toEqual({ claimedAt: NOW, previous });
    }
    expect(parseClaim("nonsense")).toBeUndefined();
  });

  it("is confirmed when nobody else carries the name", () => {
    expect(decide("a", [contender("a", claimed())])).toEqual({ next: "confirm" });
  });

  it("yields to a VM that has the name for good, whatever its id", () => {
    verifies("TAG-08");
    expect(decide("a", [contender("a", claimed()), contender("z", undefined)])).toEqual({
      next: "withdraw",
      winnerId: vm("z"),
    });
  });

  it("lets the lowest id wait and every other withdraw", () => {
    verifies("TAG-08");
    const both = [contender("a", claimed()), contender("b", claimed())];
    expect(decide("a", both)).toEqual({ next: "wait" });
    expect(decide("b", both)).toEqual({ next: "withdraw", winnerId: vm("a") });
  });

  it("does not count the claim of a writer that died", () => {
    verifies("TAG-08");
    const both = [contender("a", claimed(CLAIM_LIFETIME_MS + 1)), contender("b", claimed())];
    expect(decide("b", both)).toEqual({ next: "confirm" });
  });

  it("is superseded when its VM no longer carries the name", () => {
    expect(decide("a", [contender("b", undefined)])).toEqual({ next: "superseded" });
  });
});

/** Claimants as a state machine over one shared set of tags, run in any order of their single requests. */
type Step = "look" | "write" | "verify" | "confirm" | "won" | "lost";

function race(names: readonly string[], schedule: readonly number[]): { winners: string[]; holders: string[] } {
  const tags = new Map<string, Contender["tags"]>();
  const state = new Map<string, Step>(names.map((name) => [name, "look"]));
  const contenders = (): Contender[] => [...tags].map(([name, own]) => ({ id: vm(name), tags: own }));
  const advance = (name: string): void => {
    switch (state.get(name)) {
      case "look": {
        const isTaken = [...tags.values()].some((own) => own["azlin-session-claim"] === undefined);
        state.set(name, isTaken ? "lost" : "write");
        break;
      }
      case "write":
        tags.set(name, contender(name, claimed()).tags);
        state.set(name, "verify");
        break;
      case "verify": {
        const decision = decide(name, contenders());
        if (decision.next === "withdraw") tags.delete(name);
        state.set(name, decision.next === "wait" ? "verify" : decision.next === "confirm" ? "confirm" : "lost");
        break;
      }
      case "confirm":
        tags.set(name, contender(name, undefined).tags);
        state.set(name, "won");
        break;
      case "won":
      case "lost":
      case undefined:
        break;
    }
  };
  for (const turn of schedule) advance(names[turn % names.length]!);
  for (let round = 0; round < 20; round++) for (const name of names) advance(name);
  return { winners: names.filter((name) => state.get(name) === "won"), holders: [...tags.keys()] };
}

describe("a race for one name", () => {
  it("has exactly one winner in every order of requests, and leaves nothing of the losers", () => {
    verifies("TAG-08");
    const names = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e"), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(names, fc.array(fc.nat(100), { maxLength: 60 }), (claimants, schedule) => {
        const { winners, holders } = race(claimants, schedule);
        expect(winners).toHaveLength(1);
        expect(holders).toEqual(winners);
      }),
      { numRuns: 2000 },
    );
  });
});
