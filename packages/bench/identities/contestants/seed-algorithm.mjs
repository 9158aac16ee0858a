import { randomGuid, seededRandom } from "@azlin/core";
import { assignmentId, azureClient, required, roleId } from "../azure-client.mjs";
import { GROUP, ROLES, SCENARIO } from "../scale.mjs";

const WAIT_MS = 60_000;
const NAME = `AzureHayMaker-${SCENARIO}-admin`;
const SECRET_NAME = `scenario-sp-${SCENARIO}-secret`;
/** How long the helped one waits for the directory. Milliseconds. */
const PATIENCE = { stepMs: 80_000, everyMs: 5_000 };

/**
 * The seed's algorithm: one call after the other, a password without an end, a wait of 60 seconds, no way back; deleted by its
 * display name, the service principal alone. Nothing knows of what was begun.
 *
 * @param isPatient - helped: it waits for the directory, where the one described fails at once.
 */
export function seedAlgorithm({ isPatient }) {
  return {
    memory: () => ({}),
    create: async ({ program, clock, seed }) => {
      const azure = azureClient(program, clock);
      const random = seededRandom(seed);
      const call = isPatient ? patiently(clock) : async (step) => required(await step());
      const { id, appId } = await call(() => azure.graph("POST", "applications", { displayName: NAME }));
      const principal = await call(() => azure.graph("POST", "servicePrincipals", { appId }));
      const { secretText } = await call(() => azure.graph("POST", `applications/${id}/addPassword`, {}));
      await call(() => azure.secret("PUT", SECRET_NAME, { value: secretText }));
      for (const role of Object.keys(ROLES)) {
        const properties = {
          principalId: principal.id,
          roleDefinitionId: roleId(role),
          principalType: "ServicePrincipal",
        };
        await call(() => azure.assign(assignmentId(GROUP, randomGuid(random)), properties));
      }
      await clock.delay(WAIT_MS);
      return { clientId: appId };
    },
    recover: async () => {},
    remove: async ({ program, clock }) => {
      const azure = azureClient(program, clock);
      const filter = encodeURIComponent(`displayName eq '${NAME}'`);
      const { body } = await azure.graph("GET", `servicePrincipals?$filter=${filter}`);
      const [first] = body.value ?? [];
      if (first !== undefined) await azure.graph("DELETE", `servicePrincipals/${first.id}`);
      await azure.secret("DELETE", SECRET_NAME);
    },
  };
}

function patiently(clock) {
  return async (step) => {
    const endMs = clock.now() + PATIENCE.stepMs;
    for (;;) {
      const answer = await step();
      if (answer.error === undefined || clock.now() + PATIENCE.everyMs > endMs) return required(answer);
      await clock.delay(PATIENCE.everyMs);
    }
  };
}
