import { containerName } from "../name/container-name.ts";
import type { KeyVaultSecret } from "../env/key-vault-secret.ts";
import type { ContainerSize } from "../size/container-size.ts";
import type { ContainerProbe } from "./container-probe.ts";
import type { ContainerScale } from "./container-scale.ts";

/** What is to be deployed. */
export interface ContainerRequest {
  /** Name of the scenario, from which that of the container is made. */
  readonly scenario: string;
  /** Run that it belongs to: it becomes part of the name and a tag. Default: none. */
  readonly runId?: string;
  /** A name of its own instead of the one made from the scenario. */
  readonly name?: string;
  readonly resourceGroup: string;
  /** Id of the environment, which may be in another group of the subscription. */
  readonly environmentId: string;
  readonly image: string;
  /** A job runs to its end; an app is started again whenever it ends. Default: `job`. */
  readonly kind?: "job" | "app";
  /** Default: that of the preset. */
  readonly size?: ContainerSize;
  /** Name of a workload profile of the environment. Default: its smallest that can hold the size. */
  readonly workloadProfile?: string;
  /** Id of the user-assigned identity that reads the secrets and pulls the image. */
  readonly identityId?: string;
  /** Values that anybody who may read the container may read. */
  readonly env?: Readonly<Record<string, string>>;
  /** Environment variables that come from vaults, by their names. */
  readonly secrets?: Readonly<Record<string, KeyVaultSecret>>;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  /** Seconds after which a job is ended. Default: 36,000. */
  readonly timeoutSeconds?: number;
  /** How often a job that failed is tried again. Default: 0. */
  readonly retryLimit?: number;
  /** How many replicas an app has, and by what that is decided. */
  readonly scale?: ContainerScale;
  /** How Azure sees whether an app works. */
  readonly probes?: readonly ContainerProbe[];
  /** Besides those that say whose it is. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** The name that a request leads to. @throws ValidationError (`SCENARIO_REQUIRED`). */
export function requestedName({ scenario, runId, name }: ContainerRequest): string {
  return name ?? containerName(scenario, { runId });
}
