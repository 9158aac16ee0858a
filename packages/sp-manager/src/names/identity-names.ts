import { createHash } from "node:crypto";
import { ValidationError } from "@azlin/core";

/** How everything that belongs to one identity is called. */
export interface IdentityNames {
  /** Display name of the application and its service principal, `AzureHayMaker-{scenario}-{run}-admin`; at most 64 characters. */
  readonly displayName: string;
  /** Name of its secret in Key Vault, `scenario-sp-{scenario}-{run}-secret`; letters, digits and hyphens, at most 127 characters. */
  readonly secretName: string;
  /** The application's own alternate key: two attempts to make it make one. */
  readonly uniqueName: string;
}

/** What an identity is for. */
export interface IdentityOwner {
  readonly scenarioName: string;
  readonly runId: string;
}

/** What every display name begins with. */
export const DISPLAY_NAME_PREFIX = "AzureHayMaker-";

const MAX_DISPLAY_NAME = 64;
const RUN_LENGTH = 8;
const HASH_LENGTH = 6;
const AROUND = DISPLAY_NAME_PREFIX.length + "-".length + RUN_LENGTH + "-admin".length;
const MAX_SCENARIO = MAX_DISPLAY_NAME - AROUND;

/**
 * Names for the identity of a scenario in a run: the seed's, with the run in them, so that runs that overlap never share one.
 * A scenario that cannot stand in a name as it is (too long, or with other characters than letters, digits and hyphens) is
 * cut and told apart by a hash. Pure and stable.
 *
 * @throws ValidationError (`INVALID_SCENARIO_NAME`, `INVALID_RUN_ID`) for empty ones.
 */
export function identityNames({ scenarioName, runId }: IdentityOwner): IdentityNames {
  requireText(scenarioName, "INVALID_SCENARIO_NAME", "A scenario");
  requireText(runId, "INVALID_RUN_ID", "A run");
  const scenario = scenarioPart(scenarioName);
  const run = hash(runId).slice(0, RUN_LENGTH);
  return {
    displayName: `${DISPLAY_NAME_PREFIX}${scenario}-${run}-admin`,
    secretName: `scenario-sp-${scenario}-${run}-secret`,
    uniqueName: `azlin-sp-${hash(JSON.stringify([scenarioName, runId])).slice(0, 32)}`,
  };
}

function scenarioPart(name: string): string {
  if (/^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/.test(name) && name.length <= MAX_SCENARIO) return name;
  const slug = name.normalize("NFKD").replaceAll(/[^A-Za-z0-9]+/g, "-");
  const cut = trimHyphens(slug).slice(0, MAX_SCENARIO - HASH_LENGTH - 1);
  return trimHyphens(`${trimHyphens(cut)}-${hash(name).slice(0, HASH_LENGTH)}`);
}

function trimHyphens(text: string): string {
  return text.replaceAll(/^-+|-+$/g, "");
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function requireText(text: string, code: string, what: string): void {
  if (text.trim() !== "") return;
  throw new ValidationError(code, `${what} has to have a name.`, { hint: "Give one that is not empty." });
}
