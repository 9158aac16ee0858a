import { verifies } from "@azlin/testing";
import type { Emulator, FaultEffect } from "@azlin/emulator";
import { beforeAll, describe, expect, it } from "vitest";
import type { HttpClient } from "@azure/core-rest-pipeline";
import {
  applyCleanup,
  cleanupAzure,
  type CleanupAzure,
  forceDeleteResources,
  queryManagedResources,
  type CleanupEvent,
} from "../../src/index.ts";
import { applyRun, endOf, outcomes, planRun } from "../support/plan-run.ts";
import {
  azureOf,
  deleteCalls,
  idOf,
  leftOf,
  putLock,
  RUN_ID,
  seedGroup,
  seedResource,
  seedVm,
  warmUp,
  worldOf,
} from "../support/run-world.ts";

beforeAll(warmUp);

const NSG = "Microsoft.Network/networkSecurityGroups";
const DISK = "Microsoft.Compute/disks";

/** A world with one disk of the run, in a group that is not the run's. */
function worldWithDisk(): { readonly emulator: Emulator; readonly disk: string } {
  const emulator = worldOf();
  seedGroup(emulator, "theirs", {});
  return { emulator, disk: seedResource(emulator, { group: "theirs", type: DISK, name: "data" }) };
}

function failDeletes(emulator: Emulator, effect: FaultEffect, times?: number): void {
  const fault = { match: { method: "DELETE" }, effect, ...(times !== undefined && { times }) };
  emulator.faults.set("deletes", fault);
}

/** An Azure that never answers a request, told by method and path. */
function azureThatHangs(emulator: Emulator, request: string): CleanupAzure {
  const azure = azureOf(emulator);
  const httpClient: HttpClient = {
    sendRequest: (sent) => {
      const isHung = `${sent.method} ${new URL(sent.url).pathname}` === request;
      return isHung ? new Promise(() => {}) : azure.transport.httpClient!.sendRequest(sent);
    },
  };
  return cleanupAzure({ ...azure, apiVersions: {}, transport: { ...azure.transport, httpClient } });
}

describe("a deletion that Azure answers with an error", () => {
  it("of throttling waits as long as Azure asks, and that costs no attempt", async () => {
    verifies("CLEAN-04");
    const { emulator, disk } = worldWithDisk();
    failDeletes(emulator, { status: 429, code: "TooManyRequests", headers: { "retry-after": "7" } }, 12);
    const end = endOf(await applyRun(azureOf(emulator), { maxAttempts: 1 }), disk);
    expect(end).toMatchObject({ outcome: "deleted", attempts: 1 });
    expect(end.failures).toHaveLength(12);
    expect(end.failures[0]).toMatchObject({ class: "throttled", waitMs: 7_000 });
  });

  it("that passes is tried again after 1, 2, 4, 8, 16, 32 and 60 seconds, until the deadline", async () => {
    verifies("CLEAN-03");
    const { emulator, disk } = worldWithDisk();
    failDeletes(emulator, { status: 409, code: "AnotherOperationInProgress" });
    const end = endOf(await applyRun(azureOf(emulator), { deadlineMs: 400_000 }), disk);
    expect(end).toMatchObject({ status: "failed", outcome: "remaining", deletedAt: null });
    const waits = end.failures.map(({ waitMs }) => waitMs / 1_000);
    expect(waits.slice(0, 8)).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    expect(end.attempts).toBe(waits.length);
    expect(end.error).toMatch(/^The time for the cleanup was up\. Before that: Could not delete the resource/);
  });

  it("that nobody has seen before is tried four times only", async () => {
    verifies("CLEAN-04");
    const { emulator, disk } = worldWithDisk();
    failDeletes(emulator, { status: 409, code: "SomethingNew" });
    expect(endOf(await applyRun(azureOf(emulator)), disk)).toMatchObject({ outcome: "remaining", attempts: 4 });
  });

  it("of a lock that came after the plan is not tried again", async () => {
    verifies("CLEAN-04");
    const { emulator, disk } = worldWithDisk();
    const azure = azureOf(emulator);
    const plan = await planRun(azure);
    putLock(emulator, disk);
    const end = endOf(await applyCleanup(azure, plan), disk);
    expect(end).toMatchObject({
      outcome: "blocked",
      attempts: 1,
      failures: [{ class: "blocked", code: "ScopeLocked" }],
    });
    expect(deleteCalls(emulator).get(disk.toLowerCase())).toBe(1);
  });

  it("of an expired token is made once more with a new one", async () => {
    verifies("CLEAN-04");
    const { emulator, disk } = worldWithDisk();
    failDeletes(emulator, { status: 401, code: "ExpiredAuthenticationToken" }, 1);
    expect(endOf(await applyRun(azureOf(emulator)), disk)).toMatchObject({ outcome: "deleted", attempts: 2 });
    failDeletes(emulator, { status: 403, code: "AuthorizationFailed" });
    const other = seedResource(emulator, { group: "theirs", type: DISK, name: "other" });
    expect(endOf(await applyRun(azureOf(emulator)), other)).toMatchObject({ outcome: "remaining", attempts: 2 });
  });

  it.each<[string, FaultEffect]>([
    ["before it is served", { reset: true }],
    ["after it is served", { swallow: true }],
  ])("of a connection that ends %s ends with one resource gone", async (_what, effect) => {
    const { emulator, disk } = worldWithDisk();
    failDeletes(emulator, effect, 1);
    expect(endOf(await applyRun(azureOf(emulator)), disk)).toMatchObject({ outcome: "deleted" });
    expect(deleteCalls(emulator).get(disk.toLowerCase())).toBeLessThanOrEqual(2);
  });

  it("of an operation that fails is tried again, and polls that fail are not", async () => {
    const { emulator, disk } = worldWithDisk();
    const effect = { operationFails: { code: "InternalServerError", message: "Something broke." } };
    failDeletes(emulator, effect, 1);
    emulator.faults.set("polls", { match: { path: "*/operations/*" }, times: 3, effect: { status: 503 } });
    const end = endOf(await applyRun(azureOf(emulator)), disk);
    expect(end).toMatchObject({ outcome: "deleted", attempts: 2 });
    expect(end.failures).toMatchObject([{ class: "transient", code: "InternalServerError" }]);
  });

  it("is never a deletion: when all fail, all remain", async () => {
    verifies("CLEAN-03");
    const { emulator, disk } = worldWithDisk();
    failDeletes(emulator, { status: 400, code: "InvalidParameter" });
    const azure = azureOf(emulator);
    const report = await forceDeleteResources(azure, await queryManagedResources(azure, RUN_ID));
    expect(report).toMatchObject({
      runId: RUN_ID,
      status: "partial_failure",
      totalResourcesExpected: 1,
      totalResourcesDeleted: 0,
      remainingResources: [{ resourceId: disk }],
      reason: "1 of 1 were not deleted. 1 are still there.",
    });
    expect(report.hasFailures()).toBe(true);
  });
});

describe("an operation that does not end", () => {
  it("is told as such when the time is up, and another run finds its end", async () => {
    verifies("CLEAN-03");
    const { emulator } = worldWithDisk();
    const { vm } = seedVm(emulator, { group: "theirs", name: "slow" });
    emulator.configure({ latency: { profile: "recorded", scale: 1_000 } });
    const azure = azureOf(emulator);
    const end = endOf(await applyRun(azure, { deadlineMs: 600_000 }), vm);
    expect(end).toMatchObject({ status: "failed", outcome: "timed-out", attempts: 1 });
    emulator.configure({ latency: { profile: "instant", scale: 1 } });
    emulator.clock.advance(400_000_000);
    await applyRun(azure);
    expect(leftOf(emulator, [vm])).toEqual([]);
    expect(deleteCalls(emulator).get(vm.toLowerCase())).toBe(1);
  });

  it("holds nothing up that does not wait for it", async () => {
    const { emulator, disk } = worldWithDisk();
    const { vm, nic } = seedVm(emulator, { group: "theirs", name: "slow" });
    const report = await applyRun(azureThatHangs(emulator, `DELETE ${vm}`), { deadlineMs: 600_000 });
    expect(outcomes(report)).toMatchObject({ data: "deleted", slow: "remaining", "slow-nic": "skipped" });
    expect(endOf(report, nic).error).toBe("'slow', which comes first, is still there.");
    expect(leftOf(emulator, [disk, vm])).toEqual([vm.toLowerCase()]);
  });
});

describe("a world that is no longer what was planned", () => {
  it("keeps what was made anew under the same name", async () => {
    verifies("CLEAN-06");
    const { emulator } = worldWithDisk();
    const { vm } = seedVm(emulator, { group: "theirs", name: "web" });
    const azure = azureOf(emulator);
    const plan = await planRun(azure);
    const { body } = emulator.world.store.get(vm)!;
    emulator.world.store.put({ body: { ...body, properties: { ...body.properties, vmId: "another" } } });
    const end = endOf(await applyCleanup(azure, plan), vm);
    expect(end).toMatchObject({ outcome: "changed", attempts: 0 });
    expect(end.error).toBe("It was made anew after it was planned: its vmId is another one.");
    expect(leftOf(emulator, [vm])).toEqual([vm.toLowerCase()]);
  });

  it.each([
    ["has got the tag that protects", { "AZLIN-keep": "TRUE" }],
    ["has lost the tag of the run", { RunId: "another" }],
  ])("keeps what %s", async (_what, change) => {
    verifies("CLEAN-06");
    const { emulator, disk } = worldWithDisk();
    const azure = azureOf(emulator);
    const plan = await planRun(azure);
    const { body } = emulator.world.store.get(disk)!;
    emulator.world.store.put({ body: { ...body, tags: { ...body.tags, ...change } } });
    expect(endOf(await applyCleanup(azure, plan), disk).outcome).toBe("changed");
    expect(deleteCalls(emulator).size).toBe(0);
  });

  it("keeps a group into which something was put, and deletes what was planned in it", async () => {
    verifies("CLEAN-06");
    const emulator = worldOf();
    const group = seedGroup(emulator, "shop");
    const disk = seedResource(emulator, { group: "shop", type: DISK, name: "ours" });
    const azure = azureOf(emulator);
    const plan = await planRun(azure);
    const foreign = seedResource(emulator, { group: "shop", type: DISK, name: "theirs", tags: {} });
    const report = await applyCleanup(azure, plan);
    expect(endOf(report, group)).toMatchObject({
      outcome: "changed",
      error: "It holds 'theirs', which was not planned.",
    });
    expect(leftOf(emulator, [group, disk, foreign])).toEqual([group, foreign].map((id) => id.toLowerCase()));
  });

  it("keeps a group in which something was made anew", async () => {
    verifies("CLEAN-06");
    const emulator = worldOf();
    const group = seedGroup(emulator, "shop");
    const storage = seedResource(emulator, { group: "shop", type: NSG, name: "open" });
    const azure = azureOf(emulator);
    const plan = await planRun(azure);
    emulator.world.store.remove(storage);
    emulator.clock.advance(60_000);
    seedResource(emulator, { group: "shop", type: NSG, name: "open" });
    expect(endOf(await applyCleanup(azure, plan), group)).toMatchObject({ outcome: "changed" });
  });

  it("makes an old plan too old to begin with", async () => {
    verifies("CLEAN-06");
    const { emulator, disk } = worldWithDisk();
    const azure = azureOf(emulator);
    const plan = await planRun(azure);
    emulator.clock.advance(90_000_000);
    await expect(applyCleanup(azure, plan)).rejects.toMatchObject({ code: "PLAN_TOO_OLD" });
    expect(leftOf(emulator, [disk])).toHaveLength(1);
  });
});

describe("a plan that must not be carried out", () => {
  it("is refused when it was changed, is too large, or leaves its subscriptions", async () => {
    verifies("CLEAN-06");
    const { emulator, disk } = worldWithDisk();
    const azure = azureOf(emulator);
    const plan = await planRun(azure);
    const altered = { ...plan, steps: plan.steps.map((step) => ({ ...step, target: `${step.target}2` })) };
    await expect(applyCleanup(azure, altered)).rejects.toMatchObject({ code: "PLAN_ALTERED" });
    await expect(applyCleanup(azure, plan, { maxCount: 0 })).rejects.toMatchObject({ code: "TOO_MANY_DELETIONS" });
    const elsewhere = azureOf(emulator, { subscriptionIds: ["00000000-0000-4000-8000-000000000005"] });
    await expect(applyCleanup(elsewhere, plan)).rejects.toMatchObject({ code: "OUT_OF_SCOPE" });
    expect(leftOf(emulator, [disk])).toHaveLength(1);
  });
});

describe("a group that does not go as one", () => {
  it("is emptied as far as locks allow, and says what keeps it", async () => {
    verifies("CLEAN-04");
    const emulator = worldOf();
    const group = seedGroup(emulator, "shop");
    const { vm, nic, ip, disk } = seedVm(emulator, { group: "shop", name: "web" });
    const azure = azureOf(emulator);
    const plan = await planRun(azure);
    putLock(emulator, nic);
    const report = await applyCleanup(azure, plan);
    expect(outcomes(report)).toEqual({
      web: "deleted",
      "web-nic": "blocked",
      "web-ip": "skipped",
      "web-disk": "deleted",
      shop: "blocked",
    });
    expect(leftOf(emulator, [group, vm, nic, ip, disk])).toEqual([group, nic, ip].map((id) => id.toLowerCase()));
  });

  it("waits for what others need of it, over the borders of groups", async () => {
    verifies("CLEAN-03");
    const emulator = worldOf();
    const [app, net] = [seedGroup(emulator, "a-net"), seedGroup(emulator, "z-app")];
    const nsg = seedResource(emulator, { group: "a-net", type: NSG, name: "shared" });
    const { vm, nic } = seedVm(emulator, { group: "z-app", name: "web" }, { nsg });
    const report = await applyRun(azureOf(emulator));
    expect(new Set(Object.values(outcomes(report)))).toEqual(new Set(["deleted"]));
    expect(leftOf(emulator, [app, net, nsg, vm, nic])).toEqual([]);
    expect([...deleteCalls(emulator).keys()]).toEqual([idOf("z-app"), idOf("a-net")].map((id) => id.toLowerCase()));
  });
});

describe("a type that nobody knows", () => {
  it("keeps its resource and holds nothing else up; a chosen version makes it known", async () => {
    const { emulator, disk } = worldWithDisk();
    const odd = seedResource(emulator, { group: "theirs", type: "Contoso.Web/things", name: "odd" });
    const plan = await planRun(azureOf(emulator));
    expect(plan.steps.find(({ target }) => target === odd)?.blockers).toMatchObject([{ kind: "unknown-type" }]);
    expect(outcomes(await applyCleanup(azureOf(emulator), plan))).toEqual({ data: "deleted", odd: "blocked" });
    expect(leftOf(emulator, [disk, odd])).toEqual([odd.toLowerCase()]);
    const knowing = azureOf(emulator, { apiVersions: { "contoso.web/THINGS": "2024-01-01" } });
    expect((await planRun(knowing)).steps).toMatchObject([{ target: odd, apiVersion: "2024-01-01", blockers: [] }]);
  });
});

describe("what is told on the way", () => {
  it("is how each step begins, fails and ends", async () => {
    const { emulator } = worldWithDisk();
    failDeletes(emulator, { status: 503 }, 1);
    const events: CleanupEvent[] = [];
    await applyRun(azureOf(emulator), { onEvent: (event) => events.push(event) });
    expect(events.map(({ type }) => type)).toEqual(["begun", "attempt-failed", "accepted", "ended"]);
  });

  it("is a report also when the caller ends it, of what is done and what is not", async () => {
    const { emulator, disk } = worldWithDisk();
    const { vm } = seedVm(emulator, { group: "theirs", name: "web" });
    const abort = new AbortController();
    const report = await applyRun(azureOf(emulator), {
      concurrency: 1,
      signal: abort.signal,
      onEvent: (event) => {
        if (event.type === "ended") abort.abort(new Error("interrupted"));
      },
    });
    expect(report.isInterrupted).toBe(true);
    expect(report.deletions.filter(({ outcome }) => outcome === "deleted")).toHaveLength(1);
    expect(leftOf(emulator, [disk, vm])).toHaveLength(1);
  });
});
