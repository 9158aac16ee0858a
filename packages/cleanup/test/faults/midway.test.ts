import { verifies } from "@azlin/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { applyCleanup, forceDeleteResources, queryManagedResources } from "../../src/index.ts";
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

const NSG = "Microsoft.Network/networkSecurityGroups";
const DISK = "Microsoft.Compute/disks";

beforeAll(warmUp);

describe("while a cleanup is under way", () => {
  it("a lock that is put on something keeps it, and is not run against again", async () => {
    verifies("CLEAN-04");
    const emulator = worldOf();
    seedGroup(emulator, "theirs", {});
    const first = seedResource(emulator, { group: "theirs", type: DISK, name: "a" });
    const second = seedResource(emulator, { group: "theirs", type: DISK, name: "b" });
    const report = await applyRun(azureOf(emulator), {
      concurrency: 1,
      onEvent: ({ type }) => {
        if (type === "ended" && !emulator.world.store.has(first)) putLock(emulator, second);
      },
    });
    expect(outcomes(report)).toEqual({ a: "deleted", b: "blocked" });
    expect(deleteCalls(emulator).get(second.toLowerCase())).toBe(1);
  });

  it("something that is made anew is found by the verification, and told", async () => {
    verifies("CLEAN-02", "CLEAN-03");
    const emulator = worldOf();
    seedGroup(emulator, "theirs", {});
    const disk = seedResource(emulator, { group: "theirs", type: DISK, name: "a" });
    const azure = azureOf(emulator);
    const report = await forceDeleteResources(azure, await queryManagedResources(azure, RUN_ID), {
      apply: {
        onEvent: ({ type }) => {
          if (type === "ended") seedResource(emulator, { group: "theirs", type: DISK, name: "a" });
        },
      },
    });
    expect(report).toMatchObject({
      status: "partial_failure",
      totalResourcesDeleted: 1,
      remainingResources: [{ resourceId: disk }],
      reason: "1 are still there.",
    });
  });

  it("a tag that protects, put on something, keeps it", async () => {
    verifies("CLEAN-06");
    const emulator = worldOf();
    seedGroup(emulator, "theirs", {});
    const { vm, nic, ip, disk } = seedVm(emulator, { group: "theirs", name: "web" });
    const report = await applyRun(azureOf(emulator), {
      onEvent: ({ type, step }) => {
        if (type !== "ended" || step.target !== vm) return;
        const { body } = emulator.world.store.get(nic)!;
        emulator.world.store.put({ body: { ...body, tags: { ...body.tags, "azlin-keep": "true" } } });
      },
    });
    expect(outcomes(report)).toEqual({
      web: "deleted",
      "web-nic": "changed",
      "web-ip": "skipped",
      "web-disk": "deleted",
    });
    expect(leftOf(emulator, [vm, nic, ip, disk])).toEqual([nic, ip].map((id) => id.toLowerCase()));
  });
});

describe("something of ours that others use", () => {
  it("is not planned to go, nor the group that it lies in, though everything in that is ours", async () => {
    verifies("CLEAN-06");
    const emulator = worldOf();
    const group = seedGroup(emulator, "net");
    const nsg = seedResource(emulator, { group: "net", type: NSG, name: "shared" });
    const disk = seedResource(emulator, { group: "net", type: DISK, name: "own" });
    seedGroup(emulator, "theirs", {});
    const { nic } = seedVm(emulator, { group: "theirs", name: "prod" }, { nsg, tags: {} });
    const azure = azureOf(emulator);
    const plan = await planRun(azure);
    const blockers = Object.fromEntries(
      plan.steps.map(({ target, blockers: found }) => [target, found.map(({ by }) => by)]),
    );
    expect(blockers).toEqual({ [nsg]: [nic], [disk]: [], [group]: [nsg] });
    await applyCleanup(azure, plan);
    expect(leftOf(emulator, [nsg, disk, group, nic])).toEqual([nsg, group, nic].map((id) => id.toLowerCase()));
  });

  it("since the plan was made is refused by Azure; the rest of its group goes", async () => {
    verifies("CLEAN-04");
    const emulator = worldOf();
    const group = seedGroup(emulator, "net");
    const nsg = seedResource(emulator, { group: "net", type: NSG, name: "shared" });
    const disk = seedResource(emulator, { group: "net", type: DISK, name: "own" });
    const azure = azureOf(emulator);
    const plan = await planRun(azure);
    seedGroup(emulator, "theirs", {});
    seedVm(emulator, { group: "theirs", name: "prod" }, { nsg, tags: {} });
    const report = await applyCleanup(azure, plan, { deadlineMs: 120_000 });
    expect(outcomes(report)).toEqual({ net: "remaining", own: "deleted", shared: "remaining" });
    expect(endOf(report, nsg).failures[0]).toMatchObject({ class: "dependency" });
    expect(leftOf(emulator, [group, nsg, disk])).toEqual([group, nsg].map((id) => id.toLowerCase()));
  });

  it("is told apart from a group that only a list still shows as full", async () => {
    const emulator = worldOf();
    const group = seedGroup(emulator, "shop");
    seedResource(emulator, { group: "shop", type: DISK, name: "own" });
    const azure = azureOf(emulator);
    const plan = await planRun(azure);
    const gone = { id: idOf("shop", DISK, "gone"), name: "gone", type: DISK, location: "westus2" };
    emulator.faults.set("list", {
      match: { method: "GET", path: "*/resourceGroups/shop/resources" },
      effect: { status: 200, body: JSON.stringify({ value: [gone] }), headers: { "content-type": "application/json" } },
    });
    expect(endOf(await applyCleanup(azure, plan), group).outcome).toBe("deleted");
  });
});
