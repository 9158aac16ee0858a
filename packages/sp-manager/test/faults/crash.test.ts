import { seededRandom } from "@azlin/core";
import { type Emulator } from "@azlin/emulator";
import { IdleClock, mortalTransport, verifies, type Death } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import {
  createServicePrincipal,
  deleteServicePrincipal,
  identityAzure,
  memoryIdentityJournal,
  recoverIdentities,
  type IdentityJournal,
  type IdentityRequest,
} from "../../src/index.ts";
import { azureOf, federatedRequest, seedVault, secretRequest, worldOf } from "../support/identity-world.ts";
import { leftBehind } from "../support/left-behind.ts";

/** Makes an identity in a process that dies; its journal is what it had written by then. `undefined` when it was done before. */
async function dieMaking(
  emulator: Emulator,
  request: IdentityRequest,
  death: Death,
): Promise<IdentityJournal | undefined> {
  const clock = new IdleClock(emulator);
  const mortal = mortalTransport(emulator.transport(), death);
  const azure = identityAzure({
    transport: clock.watch(mortal.transport),
    clock,
    random: seededRandom(death.atRequest),
  });
  const journal = memoryIdentityJournal();
  const made = createServicePrincipal(azure, request, { journal });
  const isDone = await Promise.race([made.then(() => true), mortal.death.then(() => false)]);
  return isDone ? undefined : memoryIdentityJournal(journal.entries);
}

/** Every death that the making of an identity can die, until it is made. */
async function eachDeath(
  request: IdentityRequest,
  consistency: object,
  check: (world: { readonly emulator: Emulator; readonly journal: IdentityJournal }) => Promise<void>,
): Promise<number> {
  let deaths = 0;
  for (let atRequest = 1; ; atRequest += 1) {
    for (const when of ["before", "after"] as const) {
      const emulator = worldOf();
      seedVault(emulator);
      emulator.configure({ consistency: { ...emulator.world.settings.consistency, ...consistency } });
      const journal = await dieMaking(emulator, request, { atRequest, when });
      if (journal === undefined) return deaths;
      await check({ emulator, journal });
      deaths += 1;
      await emulator.stop();
    }
  }
}

const LAGGING = { directoryReplicationMs: 13_000, rbacPropagationMs: 20_000 };

describe("a process that dies while it makes an identity", { timeout: 120_000 }, () => {
  it.each([
    ["a secret", secretRequest({ roles: ["Reader", "Contributor"] })],
    ["a federated credential", federatedRequest()],
  ])("with %s leaves nothing once its journal was recovered, whenever it dies", async (_what, request) => {
    verifies("SP-02");
    const deaths = await eachDeath(request, LAGGING, async ({ emulator, journal }) => {
      const azure = azureOf(emulator);
      const recovered = await recoverIdentities(azure, { journal });
      expect(recovered.map(({ outcome }) => outcome)).toEqual(journal.entries.length === 0 ? [] : ["undone"]);
      expect(leftBehind(emulator)).toEqual([]);
      expect(await recoverIdentities(azure, { journal })).toEqual([]);
    });
    expect(deaths).toBeGreaterThan(15);
  });

  it("leaves an identity that works when it is finished, and one alone", async () => {
    verifies("SP-02");
    await eachDeath(secretRequest(), LAGGING, async ({ emulator, journal }) => {
      const azure = azureOf(emulator);
      const recovered = await recoverIdentities(azure, { journal, unfinished: "finish" });
      if (journal.entries.length === 0) return;
      expect(recovered).toMatchObject([{ outcome: "finished", details: { readiness: { state: "proved" } } }]);
      const deleted = await deleteServicePrincipal(azure, recovered[0]!.details!);
      expect(deleted).toMatchObject({ isGone: true, parts: [{ count: 1 }, {}, {}] });
      expect(leftBehind(emulator)).toEqual([]);
    });
  });
});
