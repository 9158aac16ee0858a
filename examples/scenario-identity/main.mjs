// An identity for one scenario of a run: it may read one resource group, for ten minutes, and then nothing of it is left.
// Here on a local Azure in this process, whose time one can move on; for the real one replace two lines:
//   import { sdkTransport } from "@azlin/transports";
//   const transport = sdkTransport({ subscriptionIds: ["<yours>"], tenantId: "<yours>" });
import assert from "node:assert/strict";
import { createEmulator } from "@azlin/emulator";
import {
  createServicePrincipal,
  deleteServicePrincipal,
  identityAzure,
  sweepOrphans,
  verifySpDeleted,
} from "@azlin/sp-manager";
import { ClientSecretCredential } from "@azure/identity";
import { SecretClient } from "@azure/keyvault-secrets";
import { seedRun, VAULT_URL } from "./seed-run.mjs";

const MINUTE_MS = 60_000;
const emulator = createEmulator({ clock: "virtual" });
const { subscriptionId, group, other } = seedRun(emulator);
const transport = emulator.transport();
const azure = identityAzure({ transport, clock: emulator.clock });

const identity = await createServicePrincipal(azure, {
  scenarioName: "inventory",
  runId: "run-42",
  subscriptionId,
  roles: ["Reader"],
  scopes: [group],
  credential: { kind: "secret", vaultUrl: VAULT_URL },
  lifetimeMs: 10 * MINUTE_MS,
  marginMs: 0,
});
console.log(`${identity.spName} is ready (${identity.readiness.state}) and ends at ${identity.expiresAt}`);

// The scenario gets its secret from the vault, and nobody else has it.
const { httpClient, credential, tenantId } = transport;
const vault = new SecretClient(VAULT_URL, credential, { httpClient });
const { value } = await vault.getSecret(identity.secretReference);
const signIn = () =>
  new ClientSecretCredential(tenantId, identity.clientId, value, { httpClient, disableInstanceDiscovery: true });

assert.equal(await statusOf("GET", group), 200);
assert.equal(await statusOf("GET", other), 403);
assert.equal(await statusOf("DELETE", group), 403);
console.log("It reads its group; another group, and a deletion, are refused with 403");

emulator.clock.advance(11 * MINUTE_MS);
await assert.rejects(signIn().getToken("https://management.azure.com/.default"), /AADSTS7000222/);
console.log("Ten minutes later Entra does not take its secret any more");

// Whoever comes by sees that it has ended, also without knowing that it was made.
const { orphans } = await sweepOrphans(azure, { vaultUrls: [VAULT_URL] });
assert.deepEqual(
  orphans.map(({ kind }) => kind),
  ["application", "secret"],
);

const { isGone, parts } = await deleteServicePrincipal(azure, identity);
for (const { part, outcome } of parts) console.log(`${part}: ${outcome}`);
assert.equal(isGone, true);
assert.equal(await verifySpDeleted(azure, identity.spName), true);
assert.ok(!JSON.stringify(emulator.snapshot()).includes("AzureHayMaker"));
console.log("Nothing of it is left, in no bin either");

/** What Azure answers to the identity. */
async function statusOf(method, id) {
  const { token } = await signIn().getToken("https://management.azure.com/.default");
  const url = `https://management.azure.com${id}?api-version=2021-04-01`;
  const request = new Request(url, { method, headers: { authorization: `Bearer ${token}` } });
  return (await emulator.fetch(request)).status;
}
