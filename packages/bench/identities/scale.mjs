/** Where every world's identities are to work. */
export const SUBSCRIPTION_ID = "00000000-0000-4000-8000-000000000001";
export const GROUP = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/run-42`;
export const RUN_ID = "7c1f6a52-0000-4000-8000-000000000042";
export const SCENARIO = "vision";

/** The vault that keeps secrets. */
export const VAULT_NAME = "run-42-kv";
export const VAULT_URL = `https://${VAULT_NAME}.vault.azure.net`;

/** The roles that an identity gets, by name and by what their ids end with. */
export const ROLES = {
  Contributor: "b24988ac-6180-42a0-ab88-20f7382dd24c",
  Reader: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
};

/** The share of Graph's requests that are throttled, and for how long they are told to wait. Assumed. */
export const THROTTLED = { share: 0.05, retryAfterSeconds: 5 };
/** What every request takes. Assumed. */
export const REQUEST_MS = 100;
/** Until a role that was given works. Assumed: Azure promises nothing, and often takes seconds. */
export const RBAC_MS = 20_000;

/** When it is counted what is left: after the run, 8 hours, and the day after it in which a credential may still work. */
export const COUNTED_AFTER_MS = 33 * 3_600_000;
