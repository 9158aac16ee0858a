import { verifies } from "@azlin/testing";
import type { Emulator } from "@azlin/emulator";
import { beforeAll, describe, expect, it } from "vitest";
import {
  queryManagedResources,
  verifyCleanupComplete,
  type CleanupReport,
  type VerifyCleanupOptions,
} from "../../src/index.ts";
import {
  azureOf,
  idOf,
  RUN_ID,
  RUN_TAGS,
  seedGroup,
  seedResource,
  seedVm,
  SUBSCRIPTION,
  warmUp,
  worldOf,
} from "../support/run-world.ts";

beforeAll(warmUp);

const GRAPH = "*/Microsoft.ResourceGraph/resources";
const TIMES = { spacingMs: 30_000, deadlineMs: 300_000 };

function verify(emulator: Emulator, options: VerifyCleanupOptions = {}): Promise<CleanupReport> {
  return verifyCleanupComplete(azureOf(emulator), RUN_ID, { ...TIMES, ...options });
}

describe("a verification", () => {
  it("proves that nothing is left by two readings, one spacing apart", async () => {
    verifies("CLEAN-02");
    const emulator = worldOf();
    seedGroup(emulator, "theirs", {});
    const report = await verify(emulator, {
      knownIds: [idOf("shop"), idOf("shop", "Microsoft.Compute/disks", "gone")],
    });
    expect(report).toMatchObject({ status: "verified", verification: { verdict: "clean", unread: [] } });
    const [first, second] = report.verification.cleanReadings.map(Date.parse) as [number, number];
    expect(second - first).toBeGreaterThanOrEqual(30_000);
  });

  it("finds what only an id tells: neither tags nor the index know it", async () => {
    verifies("CLEAN-02");
    const emulator = worldOf();
    seedGroup(emulator, "theirs", {});
    const disk = seedResource(emulator, {
      group: "theirs",
      type: "Microsoft.Compute/disks",
      name: "untagged",
      tags: {},
    });
    expect((await verify(emulator)).status).toBe("verified");
    const report = await verify(emulator, { knownIds: [disk] });
    expect(report).toMatchObject({
      status: "verification_failed",
      totalResourcesExpected: 1,
      remainingResources: [{ resourceId: disk }],
      verification: { verdict: "dirty" },
    });
    expect(report.hasFailures()).toBe(true);
  });

  it("tells a row that the index still shows from something that remains", async () => {
    verifies("CLEAN-02");
    const emulator = worldOf();
    emulator.configure({
      consistency: { resourceGraphLagMs: 600_000, directoryReplicationMs: 0, rbacPropagationMs: 0 },
    });
    seedGroup(emulator, "theirs", {});
    const { vm, nic } = seedVm(emulator, { group: "theirs", name: "web" });
    emulator.clock.advance(600_000);
    emulator.world.store.remove(vm);
    const dirty = await verify(emulator, { knownIds: [vm] });
    expect(dirty.verification).toMatchObject({ verdict: "dirty", staleIndex: [vm] });
    expect(dirty.remainingResources.map(({ resourceId }) => resourceId)).toContain(nic);
    for (const { body } of emulator.world.store.below(idOf("theirs"))) emulator.world.store.remove(body.id);
    const clean = await verify(emulator, { knownIds: [vm] });
    expect(clean.status).toBe("verified");
    expect(clean.verification.staleIndex).toHaveLength(4);
  });

  it("finds what was made a moment ago, while the index lags behind by ten minutes", async () => {
    verifies("CLEAN-02");
    const emulator = worldOf();
    emulator.configure({
      consistency: { resourceGraphLagMs: 600_000, directoryReplicationMs: 0, rbacPropagationMs: 0 },
    });
    seedGroup(emulator, "theirs", {});
    emulator.clock.advance(3_600_000);
    const disk = seedResource(emulator, { group: "theirs", type: "Microsoft.Compute/disks", name: "new" });
    expect(await queryManagedResources(azureOf(emulator), RUN_ID)).toEqual([]);
    expect((await verify(emulator)).remainingResources.map(({ resourceId }) => resourceId)).toEqual([disk]);
  });

  it.each([
    ["refuses", { status: 403, code: "AuthorizationFailed" }],
    ["is down", { status: 503, code: "ServiceUnavailable" }],
    ["throttles", { status: 429, code: "RateLimiting", headers: { "retry-after": "5" } }],
    ["answers nonsense", { status: 200, body: "<html>", headers: { "content-type": "application/json" } }],
  ])("proves nothing when Resource Graph %s", async (_what, effect) => {
    verifies("CLEAN-02");
    const emulator = worldOf();
    emulator.faults.set("graph", { match: { path: GRAPH }, effect });
    const report = await verify(emulator);
    expect(report).toMatchObject({ status: "verification_failed", verification: { verdict: "unknown" } });
    expect(report.verification.unread).toMatchObject([{ place: "resource-graph" }]);
    expect(report.reason).toMatch(/^It is not known whether anything is left\. Could not query Resource Graph/);
    expect(report.hasFailures()).toBe(true);
  });

  it("leaves alone what has the tag of the run and is not managed, in the index and in lists", async () => {
    const emulator = worldOf();
    seedGroup(emulator, "theirs", { RunId: RUN_ID });
    seedResource(emulator, {
      group: "theirs",
      type: "Microsoft.Compute/disks",
      name: "notes",
      tags: { RunId: RUN_ID },
    });
    expect((await verify(emulator)).status).toBe("verified");
  });

  it("goes on when Resource Graph is back before the time is up", async () => {
    const emulator = worldOf();
    emulator.faults.set("graph", { match: { path: GRAPH }, times: 6, effect: { status: 500 } });
    expect((await verify(emulator)).status).toBe("verified");
  });

  it("proves nothing when one of five subscriptions may not be seen", async () => {
    verifies("CLEAN-02");
    const emulator = worldOf();
    emulator.seed({ fleet: { vms: 0, subscriptions: 5 } });
    const subscriptions = emulator.transport().subscriptionIds;
    const principal = { clientId: "reader", objectId: "reader-object", displayName: "Reader" };
    emulator.seed([{ principal }, ...subscriptions.slice(0, 4).map((id) => readerIn(id, principal.objectId))]);
    const azure = azureOf(emulator, { transport: emulator.transport({ clientId: "reader" }) });
    const report = await verifyCleanupComplete(azure, RUN_ID, TIMES);
    expect(report.verification).toMatchObject({ verdict: "unknown", cleanReadings: [] });
    expect(report.verification.unread.map(({ place }) => place)).toContain(`/subscriptions/${subscriptions[4]}`);
    const narrow = azureOf(emulator, { transport: azure.transport, subscriptionIds: subscriptions.slice(0, 4) });
    expect((await verifyCleanupComplete(narrow, RUN_ID, TIMES)).status).toBe("verified");
  });

  it("takes no 404 for a proof that is not about the resource", async () => {
    verifies("CLEAN-02");
    const emulator = worldOf();
    const away = SUBSCRIPTION.replace(/1$/, "9");
    const known = `${away}/resourceGroups/shop/providers/Microsoft.Compute/disks/d`;
    const report = await verify(emulator, { knownIds: [known] });
    expect(report.verification).toMatchObject({ verdict: "unknown", unread: [{ place: known }] });
  });

  it("ends with its caller's signal", async () => {
    const emulator = worldOf();
    const abort = new AbortController();
    const verifying = verify(emulator, { signal: abort.signal });
    abort.abort(new Error("enough"));
    await expect(verifying).rejects.toThrow("enough");
  });
});

describe("a query for a run", () => {
  it("reads all pages", async () => {
    verifies("CLEAN-01");
    const emulator = worldOf();
    seedGroup(emulator, "many");
    for (let index = 0; index < 2_500; index += 1) {
      seedResource(emulator, { group: "many", type: "Microsoft.Compute/disks", name: `d${index}` });
    }
    const found = await queryManagedResources(azureOf(emulator), RUN_ID);
    expect(new Set(found.map(({ resourceId }) => resourceId)).size).toBe(2_501);
    expect(emulator.journal.since().filter(({ path }) => path.endsWith("/resources"))).toHaveLength(4);
  });

  it.each([
    ["whose pages lead in a circle", { totalRecords: 5, count: 0, data: [], $skipToken: "again" }],
    ["that was cut off", { totalRecords: 0, count: 0, data: [], resultTruncated: "true" }],
    ["that has fewer rows than it says", { totalRecords: 5, count: 0, data: [], resultTruncated: "false" }],
  ])("is refused with an answer %s", async (_what, page) => {
    verifies("CLEAN-01");
    const emulator = worldOf();
    const body = JSON.stringify({ facets: [], ...page });
    const headers = { "content-type": "application/json" };
    emulator.faults.set("graph", { match: { path: GRAPH }, effect: { status: 200, body, headers } });
    await expect(queryManagedResources(azureOf(emulator), RUN_ID)).rejects.toMatchObject({ code: "GRAPH_INCOMPLETE" });
  });

  it.each([`it's`, `a" or 1 == 1`, `x' or true //`, String.raw`back\slash`, `x\n| take 1`, `'); drop`])(
    "takes its id for text, whatever is in it: %j",
    async (runId) => {
      verifies("CLEAN-01");
      const emulator = worldOf();
      seedGroup(emulator, "theirs", {});
      seedVm(emulator, { group: "theirs", name: "other" });
      const tags = { ...RUN_TAGS, RunId: runId };
      const disk = seedResource(emulator, { group: "theirs", type: "Microsoft.Compute/disks", name: "ours", tags });
      const found = await queryManagedResources(azureOf(emulator), runId);
      expect(found.map(({ resourceId }) => resourceId)).toEqual([disk]);
      expect((await verifyCleanupComplete(azureOf(emulator), runId, TIMES)).status).toBe("verification_failed");
    },
  );

  it("knows its tags by other names, in any case, and leaves out what is not managed", async () => {
    verifies("CLEAN-01");
    const emulator = worldOf();
    seedGroup(emulator, "theirs", {});
    const type = "Microsoft.Compute/disks";
    const ours = seedResource(emulator, { group: "theirs", type, name: "a", tags: { "MY-run": "r1", Ours: "TRUE" } });
    seedResource(emulator, { group: "theirs", type, name: "b", tags: { "my-run": "r1", ours: "false" } });
    seedResource(emulator, { group: "theirs", type, name: "c", tags: { "my-run": "r2", ours: "true" } });
    const tags = { runId: "my-run", managed: "ours" };
    const found = await queryManagedResources(azureOf(emulator), "R1", { tags });
    expect(found).toMatchObject([{ resourceId: ours, scenarioName: "unknown", runId: "r1" }]);
  });

  it.each(["", "  ", "x".repeat(257)])("refuses an id that no tag can hold: %j", async (runId) => {
    const azure = azureOf(worldOf());
    await expect(queryManagedResources(azure, runId)).rejects.toMatchObject({ code: "INVALID_RUN_ID" });
    await expect(verifyCleanupComplete(azure, runId)).rejects.toMatchObject({ code: "INVALID_RUN_ID" });
  });

  it("needs subscriptions to be named", () => {
    const emulator = worldOf();
    const transport = { ...emulator.transport(), subscriptionIds: [] };
    expect(() => azureOf(emulator, { transport })).toThrow(expect.objectContaining({ code: "NO_SUBSCRIPTIONS" }));
  });
});

function readerIn(subscriptionId: string, principalId: string): { readonly id: string; readonly body: object } {
  const scope = `/subscriptions/${subscriptionId}`;
  const reader = `${scope}/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7`;
  const properties = { principalId, roleDefinitionId: reader, scope };
  const id = `${scope}/providers/Microsoft.Authorization/roleAssignments/33333333-3333-4333-8333-${subscriptionId.slice(-12)}`;
  return { id, body: { properties } };
}
