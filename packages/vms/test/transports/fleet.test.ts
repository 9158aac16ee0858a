import { describeTransports, verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import {
  applyDelete,
  applyPower,
  applyProvision,
  gatherDeleteFacts,
  listVms,
  planDelete,
  planPower,
  planProvision,
  readPowerState,
  readProvisionFacts,
  resolveVm,
  vmAzure,
} from "../../src/index.ts";
import { provisionRequest } from "../provision-request.ts";

describe("a VM's life", () => {
  describeTransports("provision, list, power and delete", (reach) => {
    it("creates a VM with its tags in the create call, shows it, stops it and leaves nothing behind", async () => {
      verifies("TAG-11");
      const { emulator, transport } = await reach({ seed: 3 });
      const azure = vmAzure({ transport });
      const request = provisionRequest({ subscriptionId: transport.subscriptionIds[0]!, session: "dev" });
      const plan = planProvision(request, await readProvisionFacts(azure, request));
      const report = await applyProvision(azure, plan);
      expect(report.outcomes).toEqual([expect.objectContaining({ vm: "vm1", ok: true })]);

      const { value: vm } = await listVms(azure).next();
      expect(vm).toMatchObject({
        name: "vm1",
        session: "dev",
        owner: "ada",
        powerState: "running",
        publicIp: expect.stringMatching(/^20\./),
        privateIp: "10.0.0.4",
        tags: {
          "managed-by": "azlin",
          "azlin-session": "dev",
          "azlin-owner": "ada",
          "azlin-created": "2026-01-02T03:04:05Z",
        },
      });
      expect((await resolveVm(azure, "dev")).id).toBe(vm!.id);

      await applyPower(azure, planPower({ vmId: vm!.id, wanted: "deallocate", powerState: vm!.powerState }));
      expect(await readPowerState(azure, vm!.id)).toBe("deallocated");

      const deletion = await applyDelete(azure, planDelete(await gatherDeleteFacts(azure, vm!.id)));
      expect(deletion.outcomes.map(({ status }) => status)).toEqual(Array(5).fill("deleted"));
      const left = [...emulator.world.store.all()].map(({ body }) => body.type).toSorted();
      expect(left).toEqual([
        "Microsoft.Network/virtualNetworks",
        "Microsoft.Network/virtualNetworks/subnets",
        "Microsoft.Resources/resourceGroups",
      ]);
    });
  });
});
