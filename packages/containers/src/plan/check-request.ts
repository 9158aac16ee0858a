import { isResourceId, ValidationError } from "@azlin/core";
import { checkEnv } from "../env/check-env.ts";
import { secretUrl } from "../env/key-vault-secret.ts";
import { checkImage } from "../image/check-image.ts";
import { isAzureRegistry, type ImageReference } from "../image/image-reference.ts";
import { isContainerName } from "../name/container-name.ts";
import { checkSize, SIZE_PRESETS, type ContainerSize } from "../size/container-size.ts";
import { planWorkloadProfile } from "../size/plan-workload-profile.ts";
import { checkProbes } from "./container-probe.ts";
import { requestedName, type ContainerRequest } from "./container-request.ts";
import type { ContainerRules } from "./container-rules.ts";
import { checkScale } from "./container-scale.ts";

/** A request of which everything that it says itself is right. */
export interface CheckedRequest {
  readonly name: string;
  readonly kind: "job" | "app";
  readonly size: ContainerSize;
  readonly image: ImageReference;
}

const LONGEST_TIMEOUT_SECONDS = 604_800;
const MOST_RETRIES = 10;

/**
 * Checks what can be checked without asking Azure: name, size, image, variables, secrets, limits. Pure.
 *
 * @throws ValidationError: `SCENARIO_REQUIRED`, `INVALID_NAME`, `INVALID_SIZE`, `SIZE_TOO_SMALL`, `SIZE_TOO_LARGE`,
 * `INVALID_IMAGE`, `REGISTRY_NOT_ALLOWED`, `IMAGE_NOT_PINNED`, `INVALID_VARIABLE`, `SECRET_IN_PLAIN`, `INVALID_SECRET`,
 * `IDENTITY_REQUIRED`, `DUPLICATE_VARIABLE`, `INVALID_LIMIT`, `ONLY_FOR_APPS`, `INVALID_SCALE`, `INVALID_PROBE`,
 * `INVALID_ID`.
 */
export function checkRequest(request: ContainerRequest, rules: ContainerRules): CheckedRequest {
  const name = requestedName(request);
  if (!isContainerName(name)) {
    throw new ValidationError("INVALID_NAME", `Azure takes no container app or job of the name '${name}'.`, {
      hint: "Use 2 to 32 lower-case letters, digits and single hyphens, beginning with a letter.",
    });
  }
  const preset = SIZE_PRESETS[rules.preset ?? "default"];
  const size = request.size ?? preset.size;
  checkSize(size, preset.minimum);
  planWorkloadProfile(size, rules.profiles === undefined ? {} : { profiles: rules.profiles });
  const image = checkImage(request.image, rules);
  checkIds(request);
  checkVariables(request);
  requireIdentity(request, image);
  const kind = request.kind ?? "job";
  if (kind === "job") checkJob(request);
  checkScale(request.scale ?? {});
  checkProbes(request.probes ?? []);
  return { name, kind, size, image };
}

function checkIds({ environmentId, identityId }: ContainerRequest): void {
  const wrong = [environmentId, identityId].find((id) => id !== undefined && !isResourceId(id));
  if (wrong === undefined) return;
  throw new ValidationError("INVALID_ID", `'${wrong}' is not the id of a resource.`, {
    hint: "Give the whole id, /subscriptions/…/resourceGroups/…/providers/….",
  });
}

function checkVariables({ env = {}, secrets = {} }: ContainerRequest): void {
  checkEnv(env);
  checkEnv(Object.fromEntries(Object.keys(secrets).map((name) => [name, ""])));
  for (const secret of Object.values(secrets)) secretUrl(secret);
  const twice = Object.keys(secrets).find((name) => Object.hasOwn(env, name));
  if (twice === undefined) return;
  throw new ValidationError("DUPLICATE_VARIABLE", `${twice} is given both as a value and as a secret.`, {
    hint: "Keep the secret.",
  });
}

function requireIdentity({ secrets = {}, identityId }: ContainerRequest, { registry }: ImageReference): void {
  const isNeeded = Object.keys(secrets).length > 0 || isAzureRegistry(registry);
  if (!isNeeded || identityId !== undefined) return;
  throw new ValidationError(
    "IDENTITY_REQUIRED",
    "Secrets of a vault and images of an Azure registry need an identity.",
    {
      hint: "Give a user-assigned identity: one of the container's own is not there yet when they are fetched.",
    },
  );
}

function checkJob({ timeoutSeconds = 1, retryLimit = 0, scale, probes }: ContainerRequest): void {
  requireLimit("time-out", timeoutSeconds, [1, LONGEST_TIMEOUT_SECONDS]);
  requireLimit("retry limit", retryLimit, [0, MOST_RETRIES]);
  if (scale === undefined && probes === undefined) return;
  throw new ValidationError("ONLY_FOR_APPS", "A job has neither scaling rules nor probes.", {
    hint: "Leave them out, or deploy an app.",
  });
}

function requireLimit(what: string, value: number, [least, most]: readonly [number, number]): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new ValidationError("INVALID_LIMIT", `A job cannot have the ${what} ${value}.`, {
    hint: `Give a whole number from ${least} to ${most}.`,
  });
}
