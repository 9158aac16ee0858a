import { seededRandom } from "@azlin/core";
import {
  createServicePrincipal,
  deleteServicePrincipal,
  identityAzure,
  memoryIdentityJournal,
  recoverIdentities,
} from "@azlin/sp-manager";
import { ROLES, RUN_ID, SCENARIO, SUBSCRIPTION_ID, VAULT_URL } from "../scale.mjs";

/** This repository's, with a secret in a Key Vault. Its journal outlives it, as a file does. */
export const azlin = {
  memory: () => ({ journal: memoryIdentityJournal() }),
  create: ({ program, clock, seed }, { journal }) =>
    createServicePrincipal(
      azureOf(program, clock, seed),
      {
        scenarioName: SCENARIO,
        runId: RUN_ID,
        subscriptionId: SUBSCRIPTION_ID,
        roles: Object.keys(ROLES),
        credential: { kind: "secret", vaultUrl: VAULT_URL },
      },
      { journal },
    ),
  recover: async ({ program, clock, seed }, { journal }) => {
    await recoverIdentities(azureOf(program, clock, seed + 1), { journal: memoryIdentityJournal(journal.entries) });
  },
  remove: async ({ program, clock, seed }, _memory, identity) => {
    await deleteServicePrincipal(azureOf(program, clock, seed + 2), identity);
  },
};

function azureOf({ transport }, clock, seed) {
  return identityAzure({ transport, clock, random: seededRandom(seed) });
}
