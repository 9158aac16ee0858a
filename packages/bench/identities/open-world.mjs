import { createEmulator } from "@azlin/emulator";
import { LeapingClock } from "../cleanup/leaping-clock.mjs";
import { GROUP, RBAC_MS, RUN_ID, THROTTLED, VAULT_NAME, VAULT_URL } from "./scale.mjs";

/**
 * A local Azure with the group and the vault of a run, whose directory takes as long to tell its news as was recorded, and whose
 * Graph throttles by chance. The same seed draws the same.
 */
export function openWorld(seed) {
  const emulator = createEmulator({ seed, clock: "virtual" });
  const tags = { RunId: RUN_ID };
  emulator.seed({ id: GROUP, body: { location: "westus2", tags, properties: { provisioningState: "Succeeded" } } });
  emulator.seed({ id: `${GROUP}/providers/Microsoft.KeyVault/vaults/${VAULT_NAME}`, body: vaultBody() });
  const consistency = { resourceGraphLagMs: 0, directoryReplicationMs: 0, rbacPropagationMs: RBAC_MS };
  emulator.configure({ consistency: { ...consistency, directoryReplication: "recorded" } });
  throttleByChance(emulator, seed);
  const work = { underWay: 0 };
  return { emulator, clock: new LeapingClock(emulator, () => work.underWay > 0), work, seed };
}

function vaultBody() {
  return {
    location: "westus2",
    properties: {
      provisioningState: "Succeeded",
      sku: { family: "A", name: "standard" },
      enableRbacAuthorization: true,
      enableSoftDelete: true,
      vaultUri: `${VAULT_URL}/`,
      accessPolicies: [],
    },
  };
}

function throttleByChance({ faults }, seed) {
  faults.set("throttled", {
    match: { host: "graph.microsoft.com" },
    probability: THROTTLED.share,
    seed,
    effect: {
      status: 429,
      code: "TooManyRequests",
      message: "Too many requests.",
      headers: { "retry-after": String(THROTTLED.retryAfterSeconds) },
    },
  });
}
