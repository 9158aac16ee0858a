import { createHash } from "node:crypto";
import { ValidationError } from "@azlin/core";

const SUFFIX = "-agent";
const LONGEST = 32;
const HASH_LENGTH = 6;
const LONGEST_HASHED_BASE = LONGEST - SUFFIX.length - HASH_LENGTH - 1;
/** What the plain rule can spell: lower case and hyphens for underscores, and nothing left out. */
const PLAIN = /^[A-Za-z](?:[-_]?[A-Za-z0-9])*$/;
const VALID = /^[a-z](?:-?[a-z0-9])+$/;

/** Options of {@link containerName}. */
export interface ContainerNameOptions {
  /** The run that the container belongs to: the names of two runs differ. Default: none. */
  readonly runId?: string | undefined;
}

/**
 * The name of a scenario's app or job: `my_scenario` becomes `my-scenario-agent`. A name that is too long, holds other
 * characters or belongs to a run ends in `-{hash}-agent`, so that no two are the same. Valid in Azure for any text.
 *
 * @throws ValidationError (`SCENARIO_REQUIRED`) when the scenario is empty.
 */
export function containerName(scenario: string, { runId }: ContainerNameOptions = {}): string {
  if (scenario.trim() === "") {
    throw new ValidationError("SCENARIO_REQUIRED", "A container needs the name of its scenario.", {
      hint: "Give the name of the scenario, such as 'compute-01-linux-vm'.",
    });
  }
  const base = folded(scenario);
  const whole = base + SUFFIX;
  if (runId === undefined && PLAIN.test(scenario) && whole.length <= LONGEST) return whole;
  const cut = base.slice(0, LONGEST_HASHED_BASE).replace(/-+$/, "");
  return `${cut}-${hashOf(scenario, runId)}${SUFFIX}`;
}

/** Whether Azure takes this as the name of an app or job: 2 to 32 lower-case letters, digits and single hyphens. */
export function isContainerName(name: string): boolean {
  return VALID.test(name) && name.length <= LONGEST;
}

function folded(scenario: string): string {
  const ascii = scenario
    .normalize("NFKD")
    .replaceAll(/\p{Mark}/gu, "")
    .toLowerCase();
  const kept = ascii.replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-+|-+$/g, "");
  return /^[a-z]/.test(kept) ? kept : `s${kept}`;
}

function hashOf(scenario: string, runId: string | undefined): string {
  const text = JSON.stringify([scenario, runId ?? null]);
  return createHash("sha256").update(text).digest("hex").slice(0, HASH_LENGTH);
}
