import { verifies } from "@azlin/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { forceDeleteResources, queryManagedResources, type Resource } from "../../src/index.ts";
import {
  azureOf,
  deleteCalls,
  leftOf,
  RUN_ID,
  seedGroup,
  seedResource,
  seedVm,
  warmUp,
  worldOf,
} from "../support/run-world.ts";

beforeAll(warmUp);

describe("a forced deletion", () => {
  it("removes the identities of a run last, when everything else is gone", async () => {
    verifies("CLEAN-05");
    const emulator = worldOf();
    const group = seedGroup(emulator, "shop");
    const { vm } = seedVm(emulator, { group: "shop", name: "web" });
    const azure = azureOf(emulator);
    const left: string[][] = [];
    const report = await forceDeleteResources(azure, await queryManagedResources(azure, RUN_ID), {
      removeIdentities: () => {
        left.push(leftOf(emulator, [group, vm]));
        return Promise.resolve(["AzureHayMaker-web-admin"]);
      },
    });
    expect(left).toEqual([[]]);
    expect(report).toMatchObject({
      status: "force_deletion_complete",
      servicePrincipalsDeleted: ["AzureHayMaker-web-admin"],
    });
  });

  it("removes the identities also when something stays, and tells when they stay", async () => {
    verifies("CLEAN-05");
    const emulator = worldOf();
    seedGroup(emulator, "theirs", {});
    const disk = seedResource(emulator, { group: "theirs", type: "Microsoft.Compute/disks", name: "data" });
    emulator.faults.set("no", { match: { method: "DELETE" }, effect: { status: 409, code: "ScopeLocked" } });
    const azure = azureOf(emulator);
    const report = await forceDeleteResources(azure, await queryManagedResources(azure, RUN_ID), {
      removeIdentities: () => Promise.reject(new Error("Graph is down.")),
    });
    expect(report).toMatchObject({ status: "partial_failure", remainingResources: [{ resourceId: disk }] });
    expect(report.reason).toMatch(
      /^The identities of the run were not removed: Graph is down\. 1 of 1 were not deleted\./,
    );
  });

  it("takes what Azure does not know any more for deleted, without a request to delete it", async () => {
    verifies("CLEAN-03");
    const emulator = worldOf();
    seedGroup(emulator, "theirs", {});
    const disk = seedResource(emulator, { group: "theirs", type: "Microsoft.Compute/disks", name: "data" });
    const azure = azureOf(emulator);
    const resources = await queryManagedResources(azure, RUN_ID);
    emulator.world.store.remove(disk);
    const report = await forceDeleteResources(azure, resources);
    expect(report.deletions).toMatchObject([{ resourceId: disk, status: "deleted", attempts: 0 }]);
    expect(report.status).toBe("force_deletion_complete");
    expect(deleteCalls(emulator).size).toBe(0);
  });

  it("of nothing is a proof that nothing is left, and needs to know of which run", async () => {
    verifies("CLEAN-03");
    const azure = azureOf(worldOf());
    expect((await forceDeleteResources(azure, [], { runId: RUN_ID })).status).toBe("verified");
    await expect(forceDeleteResources(azure, [])).rejects.toMatchObject({ code: "RUN_ID_REQUIRED" });
    const resource = (runId: string): Resource => ({ runId, resourceId: "/subscriptions/s" }) as Resource;
    const mixed = forceDeleteResources(azure, [resource("a"), resource("b")]);
    await expect(mixed).rejects.toMatchObject({ code: "RUN_ID_REQUIRED" });
  });
});
