import { clientOptions, pollOptions } from "@azlin/core";
import { bannerPort, describeTransports, verifies } from "@azlin/testing";
import { ComputeManagementClient } from "@azure/arm-compute";
import { describe, expect, it } from "vitest";
import { HealthMonitor } from "../../src/index.ts";
import { nature, vmRequests, vmsOf } from "../support/fleet.ts";

describe("a fleet's health", () => {
  describeTransports("one round", (reach) => {
    it("tells what runs, what its user stopped, what is gone and what Azure does not say", async () => {
      verifies("LIFE-02");
      const { emulator, transport } = await reach({ seed: 1 });
      emulator.seed({ fleet: { vms: 4 } });
      const vms = vmsOf(emulator, await bannerPort());
      const compute = new ComputeManagementClient(
        transport.credential,
        transport.subscriptionIds[0]!,
        clientOptions(transport),
      );
      await compute.virtualMachines.deallocate("fleet-01", "vm-2", pollOptions(transport));
      await nature(emulator, vms[2]!, "guestShutdown");
      await nature(emulator, vms[3]!, "deleteExternally");
      emulator.journal.clear();

      const monitor = new HealthMonitor({ transport });
      const { vms: checked } = await monitor.checkFleet(vms);
      expect(checked.map(({ verdict }) => verdict.status)).toEqual([
        "healthy",
        "stopped-by-user",
        "stopped",
        "deleted",
      ]);
      expect(vmRequests(emulator)).toEqual(["GET virtualMachines 200", "GET instanceView 404"]);

      emulator.faults.set("azure", { effect: { status: 403, code: "AuthorizationFailed" } });
      const refused = await monitor.checkFleet(vms);
      expect(refused.unread).toMatchObject([{ error: { code: "PERMISSION_DENIED" } }]);
      expect(new Set(refused.vms.map(({ verdict }) => verdict.status))).toEqual(new Set(["unknown"]));
      expect((await monitor.getVmState(vms[0]!.id)).error).toMatchObject({ code: "PERMISSION_DENIED" });
    });
  });
});
