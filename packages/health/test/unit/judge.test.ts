import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { afterPowerChange, judge, newHistory, resolveThresholds, type Observation } from "../../src/index.ts";
import { course, judgeAll, power, seen, ssh, START, TICK, UNREAD, VM_ID } from "../support/observations.ts";

const statuses = (letters: string, thresholds: Parameters<typeof judgeAll>[1] = {}): string[] =>
  judgeAll(course(letters), thresholds).map(({ status }) => status);

describe("thresholds", () => {
  it("make a VM unhealthy at the third failure in a row by default, and healthy at the first success", () => {
    verifies("LIFE-02");
    expect(statuses("SFFFFS")).toEqual(["healthy", "degraded", "degraded", "unhealthy", "unhealthy", "healthy"]);
    expect(statuses("FFSFF")).toEqual(["degraded", "degraded", "healthy", "degraded", "degraded"]);
  });

  it("count failures and reset them on success", () => {
    verifies("LIFE-02");
    expect(judgeAll(course("FFFSF")).map(({ failures }) => failures)).toEqual([1, 2, 3, 0, 1]);
  });

  it("can be so many of the last so many, both ways", () => {
    const thresholds = { down: { count: 2, of: 3 }, up: { count: 2, of: 3 } };
    expect(statuses("SSFSF", thresholds)).toEqual(["degraded", "healthy", "degraded", "healthy", "unhealthy"]);
    expect(statuses("FFSFS", thresholds)).toEqual(["degraded", "unhealthy", "degraded", "unhealthy", "healthy"]);
  });

  it("take their full number again after a recovery", () => {
    const thresholds = { down: { count: 3, of: 5 } };
    expect(statuses("FFFSFF", thresholds).slice(2)).toEqual(["unhealthy", "healthy", "degraded", "degraded"]);
  });

  it.each([
    { down: { count: 4, of: 3 } },
    { down: { count: 0, of: 3 } },
    { up: { count: 1, of: 21 } },
    { startupGraceMs: -1 },
    { cpuPercent: 101 },
  ])("are refused when they make no sense: %j", (thresholds) => {
    expect(() => resolveThresholds(thresholds)).toThrow(expect.objectContaining({ code: "INVALID_THRESHOLDS" }));
  });
});

describe("what could not be told", () => {
  it("is unknown with its reason, and counts as nothing", () => {
    verifies("LIFE-02");
    const verdicts = judgeAll(course("FF?????F"));
    expect(verdicts[2]).toMatchObject({
      status: "unknown",
      reason: "Could not read: too many requests.",
      failures: 2,
      isDown: false,
    });
    expect(verdicts.at(-1)).toMatchObject({ status: "unhealthy", failures: 3 });
  });

  it("does not keep a VM that answers on SSH from ending its failures", () => {
    const [, , verdict] = judgeAll([...course("FF"), seen({ power: UNREAD })]);
    expect(verdict).toMatchObject({ status: "unknown", failures: 0, reason: expect.stringContaining("SSH answers.") });
  });

  it("is unknown when this machine could not try SSH", () => {
    const error = { code: "SSH_PROBE_FAILED", message: "Network is unreachable." };
    const [verdict] = judgeAll([seen({ ssh: { ...ssh("unknown"), error } })]);
    expect(verdict).toMatchObject({
      status: "unknown",
      failures: 0,
      reason: "It runs, but SSH could not be tried: Network is unreachable.",
    });
  });

  it("does not call a VM down that could not be looked at this time", () => {
    const verdicts = judgeAll(course("FFF?F"));
    expect(verdicts.map(({ isDown }) => isDown)).toEqual([false, false, true, false, true]);
  });
});

describe("a VM that does not run", () => {
  const stopped = (change: Partial<Observation>): Observation => seen({ ssh: null, ...change });

  it.each([
    ["stopped-by-user", stopped({ power: power("deallocated") })],
    ["stopped-by-user", stopped({ power: power("stopped"), intent: "stopped" })],
    ["stopped-by-user", stopped({ power: power("deallocated"), intent: "stopped", isSpot: true })],
    ["stopped", stopped({ power: power("stopped") })],
    ["stopped", stopped({ power: power("deallocated"), isSpot: true })],
    ["stopping", stopped({ power: power("stopping") })],
    ["stopping", stopped({ power: power("deallocating") })],
    ["starting", stopped({ power: power("starting") })],
    ["deleted", stopped({ power: power("deleted") })],
  ] as const)("is %s and never down", (status, observation) => {
    verifies("LIFE-02");
    const verdicts = judgeAll(Array<Observation>(5).fill(observation));
    expect(new Set(verdicts.map((verdict) => verdict.status))).toEqual(new Set([status]));
    expect(verdicts.some(({ isDown }) => isDown)).toBe(false);
    expect(verdicts.at(-1)?.failures).toBe(0);
  });

  it("is down after three checks when it is stopped although its user wants it to run", () => {
    const verdicts = judgeAll(Array<Observation>(3).fill(stopped({ power: power("stopped"), intent: "running" })));
    expect(verdicts.map(({ isDown }) => isDown)).toEqual([false, false, true]);
    expect(verdicts.at(-1)).toMatchObject({
      status: "stopped",
      reason: "It is stopped against its user's will (3 of 3 failures).",
    });
  });

  it("forgets the failures that it had while it ran", () => {
    const verdicts = judgeAll([...course("FFF"), stopped({ power: power("deallocated") })]);
    expect(verdicts.at(-1)).toMatchObject({ failures: 0, isDown: false });
  });
});

describe("a VM that has just started", () => {
  const boot = [seen({ power: power("deallocated"), ssh: null }), ...course("FFFFFFFFF")];

  it("is starting until its grace is over, and only then are failures counted", () => {
    const verdicts = judgeAll(boot, { startupGraceMs: 4 * TICK });
    expect(verdicts.slice(1).map(({ status }) => status)).toEqual([
      ...Array(4).fill("starting"),
      ...Array(2).fill("degraded"),
      ...Array(3).fill("unhealthy"),
    ]);
    expect(verdicts[2]?.reason).toBe("SSH refuses connections; it started 60 s ago.");
  });

  it("has no grace left once SSH has answered", () => {
    const verdicts = judgeAll([boot[0]!, ...course("FSFFF")]);
    expect(verdicts.slice(1).map(({ status }) => status)).toEqual([
      "starting",
      "healthy",
      "degraded",
      "degraded",
      "unhealthy",
    ]);
  });

  it("is recognised by Azure's last operation when a restart shows no other state", () => {
    const at = (operationAtMs: number): Observation =>
      seen({ power: power("running", { operationAtMs }), ssh: ssh("refused") });
    const long = START - 3_600_000;
    const verdicts = judgeAll([at(long), at(long), at(long), at(START + 2 * TICK)]);
    expect(verdicts.map(({ status }) => status)).toEqual(["degraded", "degraded", "unhealthy", "starting"]);
    expect(verdicts.at(-1)).toMatchObject({ failures: 0, isDown: false });
  });

  it("is starting when it is first seen shortly after Azure made it", () => {
    const fresh = seen({ power: power("running", { operationAtMs: START - 30_000 }), ssh: ssh("no-answer") });
    expect(judgeAll([fresh])[0]).toMatchObject({
      status: "starting",
      reason: "SSH does not answer; it started 30 s ago.",
    });
  });

  it("is starting after whoever restarted it has said so", () => {
    const { history } = judgeAll(course("FFF")).at(-1)!;
    const restarted = afterPowerChange(history, START + 3 * TICK);
    expect(judge(seen({ atMs: START + 3 * TICK, ssh: ssh("refused") }), restarted, resolveThresholds())).toMatchObject({
      status: "starting",
      failures: 0,
    });
  });

  it("gets no longer grace from a clock that was set back", () => {
    const thresholds = resolveThresholds({ startupGraceMs: TICK });
    const started = { ...afterPowerChange(newHistory(VM_ID), START + 3_600_000), power: "running" as const };
    const first = judge(seen({ atMs: START, ssh: ssh("mute") }), started, thresholds);
    const second = judge(seen({ atMs: START + TICK, ssh: ssh("mute") }), first.history, thresholds);
    expect([first.status, second.status]).toEqual(["starting", "degraded"]);
  });
});

describe("a VM that answers on SSH", () => {
  const metrics = (change: object): Observation["metrics"] => ({
    metrics: { cpuPercent: null, memoryPercent: null, diskPercent: null, uptimeSeconds: null, ...change },
    error: null,
    cpuTimes: null,
    durationMs: 1,
  });
  const failed = (code: string): Observation["metrics"] => ({
    metrics: null,
    error: { code, message: "No." },
    cpuTimes: null,
    durationMs: 1,
  });

  it.each([
    ["degraded", metrics({ diskPercent: 99 }), "SSH answers, but: disk at 99 %."],
    [
      "degraded",
      metrics({ diskPercent: 97, memoryPercent: 98.5 }),
      "SSH answers, but: memory at 98.5 %, disk at 97 %.",
    ],
    ["degraded", failed("TIMED_OUT"), "SSH answers, but: a command on it did not end in time."],
    ["healthy", metrics({ cpuPercent: 100, memoryPercent: 95 }), "SSH answers."],
    ["healthy", metrics({}), "SSH answers."],
    ["healthy", failed("SSH_KEY_REFUSED"), "SSH answers."],
    ["healthy", null, "SSH answers."],
  ] as const)("is %s with %j", (status, reading, reason) => {
    expect(judgeAll([seen({ metrics: reading })])[0]).toMatchObject({ status, reason, failures: 0, isDown: false });
  });

  it("is degraded above a CPU limit where one is set", () => {
    expect(judgeAll([seen({ metrics: metrics({ cpuPercent: 91 }) })], { cpuPercent: 90 })[0]?.status).toBe("degraded");
  });
});

describe("reasons", () => {
  it.each([
    ["refused", "SSH refuses connections (1 of 3 failures)."],
    ["mute", "The SSH port takes connections but says nothing (1 of 3 failures)."],
    ["not-ssh", "Something other than SSH answers on the SSH port (1 of 3 failures)."],
    ["closed", "SSH ends the connection at once (1 of 3 failures)."],
  ] as const)("name what was met: %s", (state, reason) => {
    expect(judgeAll([seen({ ssh: ssh(state) })])[0]?.reason).toBe(reason);
  });

  it("name an agent that is not ready, as after a crash", () => {
    const crashed = seen({ power: power("running", { agent: "not-ready" }), ssh: ssh("no-answer") });
    expect(judgeAll([crashed])[0]?.reason).toBe("SSH does not answer, nor is its agent ready (1 of 3 failures).");
  });

  it("tell since when a VM is as it is", () => {
    const histories = judgeAll(course("SSFFF")).map(({ history }) => history.statusSinceMs);
    expect(histories.map((ms) => (ms! - START) / TICK)).toEqual([0, 0, 2, 2, 4]);
  });
});
