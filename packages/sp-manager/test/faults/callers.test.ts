import type { Clock } from "@azlin/core";
import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import {
  createServicePrincipal,
  memoryIdentityJournal,
  openSagas,
  recoverIdentities,
  type IdentityAzure,
  type IdentityJournal,
  type ServicePrincipalError,
} from "../../src/index.ts";
import { azureOf, federatedRequest, secretRequest, seedVault, worldOf } from "../support/identity-world.ts";
import { leftBehind } from "../support/left-behind.ts";

const MINUTE_MS = 60_000;

/** A machine whose clock is wrong. */
function skewed(azure: IdentityAzure, byMs: number): IdentityAzure {
  const clock: Clock = {
    now: () => azure.clock.now() + byMs,
    delay: (...waited) => azure.clock.delay(...waited),
  };
  return { ...azure, clock };
}

describe("whoever makes an identity", () => {
  it.each([-10, 10])("may have a clock that is %i minutes off", async (minutes) => {
    verifies("SP-04");
    const emulator = worldOf();
    seedVault(emulator);
    emulator.configure({
      consistency: { resourceGraphLagMs: 0, directoryReplicationMs: 13_000, rbacPropagationMs: 20_000 },
    });
    const made = await createServicePrincipal(skewed(azureOf(emulator), minutes * MINUTE_MS), secretRequest());
    expect(made.readiness).toMatchObject({ state: "proved" });
  });

  it("may be deleted on the way: what is left is told, and goes when somebody else recovers the journal", async () => {
    verifies("SP-02");
    const emulator = worldOf();
    const caller = {
      clientId: "33333333-0000-4000-8000-000000000001",
      objectId: "33333333-0000-4000-8000-000000000002",
      displayName: "orchestrator",
      graphPermissions: ["Application.ReadWrite.OwnedBy" as const],
    };
    emulator.seed({ principal: caller });
    const azure = azureOf(emulator, { clientId: caller.clientId });
    const scope = "/subscriptions/00000000-0000-4000-8000-000000000001";
    emulator.seed({
      id: `${scope}/providers/Microsoft.Authorization/roleAssignments/44444444-0000-4000-8000-000000000001`,
      body: {
        properties: {
          principalId: caller.objectId,
          scope,
          roleDefinitionId: `${scope}/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635`,
        },
      },
    });
    const journal = memoryIdentityJournal();
    const watched: IdentityJournal = {
      entries: journal.entries,
      append: async (entry) => {
        await journal.append(entry);
        if (entry.type === "done" && entry.step === "servicePrincipal")
          emulator.world.directory.remove(caller.objectId);
      },
    };
    const making = createServicePrincipal(azure, federatedRequest(), { journal: watched });
    const error = (await making.catch((thrown: unknown) => thrown)) as ServicePrincipalError;
    expect(error).toMatchObject({ code: "SP_NOT_CREATED", cause: { code: "NOT_SIGNED_IN" } });
    expect(error.left.length).toBeGreaterThan(0);
    expect(openSagas(journal.entries)).toHaveLength(1);
    expect(await recoverIdentities(azureOf(emulator), { journal })).toMatchObject([{ outcome: "undone" }]);
    expect(leftBehind(emulator)).toEqual([]);
  });
});
