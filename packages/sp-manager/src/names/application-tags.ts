import type { IdentityPlan } from "../plan/identity-plan.ts";

/** On every application that this package makes: what lacks it is somebody else's and never touched. */
export const MANAGED_TAG = "azlin-managed";

/** What an application says about itself in its tags, so that it can be taken away without anybody's records. */
export interface ApplicationFacts {
  /** `null`: it does not say. */
  readonly scenarioName: string | null;
  readonly runId: string | null;
  /** ISO 8601; from then on it may be swept. */
  readonly expiresAt: string | null;
  readonly subscriptionId: string | null;
  readonly secret: { readonly vaultUrl: string; readonly name: string } | null;
}

/** Characters that Graph takes in a tag. */
const MAX_TAG = 256;

/** The tags of an application; a value that is too long for one is cut. */
export function applicationTags(plan: IdentityPlan): string[] {
  const { credential } = plan;
  const values = {
    Scenario: plan.scenarioName,
    RunId: plan.runId,
    "azlin-expires-at": plan.expiresAt,
    "azlin-subscription": plan.subscriptionId,
    ...(credential.kind === "secret" && {
      "azlin-vault": credential.vaultUrl,
      "azlin-secret": credential.secretName,
    }),
  };
  return [MANAGED_TAG, ...Object.entries(values).map(([name, value]) => `${name}:${value}`.slice(0, MAX_TAG))];
}

/** Reads the tags of an application; `undefined` when it is none of ours. */
export function parseApplicationTags(tags: readonly string[] | undefined): ApplicationFacts | undefined {
  if (tags?.includes(MANAGED_TAG) !== true) return undefined;
  const value = (name: string): string | null => {
    return tags.find((tag) => tag.startsWith(`${name}:`))?.slice(name.length + 1) ?? null;
  };
  const [vaultUrl, name] = [value("azlin-vault"), value("azlin-secret")];
  return {
    scenarioName: value("Scenario"),
    runId: value("RunId"),
    expiresAt: value("azlin-expires-at"),
    subscriptionId: value("azlin-subscription"),
    secret: vaultUrl === null || name === null ? null : { vaultUrl, name },
  };
}
