import { parseResourceId, ValidationError } from "@azlin/core";
import {
  DEFAULT_SIZE,
  SIZE_PRESETS,
  type ContainerRequest,
  type ContainerRules,
  type KeyVaultSecret,
} from "@azlin/containers";
import type { ContainerWishes } from "./container-options.ts";

const SECRET_PATH = /^\/secrets\/([^/]+)(?:\/([^/]+))?\/?$/;

/** A request and the rules that it is held to. */
export interface ContainerOrder {
  readonly request: ContainerRequest;
  readonly rules: ContainerRules;
}

/**
 * What a command line asks for, in the words of @azlin/containers.
 *
 * @param resourceGroup - where to; absent: into the group of the environment.
 * @throws ValidationError (`OPTION_REQUIRED`, `INVALID_RESOURCE_ID`, `INVALID_VARIABLE`, `INVALID_SECRET`).
 */
export function containerOrder(wishes: ContainerWishes, resourceGroup: string | undefined): ContainerOrder {
  const environmentId = required(wishes.environment, "--environment");
  const { resourceGroup: groupOfEnvironment = "" } = parseResourceId(environmentId);
  const preset = wishes.preset === "seed-strict" ? "seed-strict" : "default";
  return {
    request: {
      scenario: wishes.scenario,
      resourceGroup: resourceGroup ?? groupOfEnvironment,
      environmentId,
      image: required(wishes.image, "--image"),
      kind: wishes.kind === "app" ? "app" : "job",
      env: Object.fromEntries(wishes.env.map((pair) => pairOf(pair, "INVALID_VARIABLE"))),
      secrets: Object.fromEntries(wishes.secret.map(secretOf)),
      ...optionalParts(wishes, preset),
    },
    rules: { allowedRegistries: wishes.registry, requireVnet: !wishes.allowPublic, preset },
  };
}

function optionalParts(wishes: ContainerWishes, preset: keyof typeof SIZE_PRESETS): Partial<ContainerRequest> {
  const { identity, run, profile, replicaTimeout, retries, command } = wishes;
  const size = sizeOf(wishes, preset);
  const scale = scaleOf(wishes);
  return {
    ...(identity !== undefined && { identityId: identity }),
    ...(run !== undefined && { runId: run }),
    ...(profile !== undefined && { workloadProfile: profile }),
    ...(replicaTimeout !== undefined && { timeoutSeconds: replicaTimeout }),
    ...(retries !== undefined && { retryLimit: retries }),
    ...(command.length > 0 && { command }),
    ...(size !== undefined && { size }),
    ...(scale !== undefined && { scale }),
  };
}

function sizeOf({ cpu, memory }: ContainerWishes, preset: keyof typeof SIZE_PRESETS): ContainerRequest["size"] {
  if (cpu === undefined && memory === undefined) return undefined;
  const { size } = SIZE_PRESETS[preset] ?? { size: DEFAULT_SIZE };
  return { cpuCores: cpu ?? size.cpuCores, memoryGib: memory ?? size.memoryGib };
}

function scaleOf({ minReplicas, maxReplicas }: ContainerWishes): ContainerRequest["scale"] {
  if (minReplicas === undefined && maxReplicas === undefined) return undefined;
  return { ...(minReplicas !== undefined && { minReplicas }), ...(maxReplicas !== undefined && { maxReplicas }) };
}

function secretOf(pair: string): [string, KeyVaultSecret] {
  const [name, text] = pairOf(pair, "INVALID_SECRET");
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const [, secret, version] = SECRET_PATH.exec(url?.pathname ?? "") ?? [];
  if (url === undefined || secret === undefined) {
    throw new ValidationError("INVALID_SECRET", `'${name}' is not given the URL of a secret.`, {
      hint: "Write NAME=https://VAULT.vault.azure.net/secrets/SECRET.",
    });
  }
  return [name, { vaultUrl: url.origin, name: secret, ...(version !== undefined && { version }) }];
}

function pairOf(pair: string, code: string): [string, string] {
  const at = pair.indexOf("=");
  if (at > 0) return [pair.slice(0, at), pair.slice(at + 1)];
  throw new ValidationError(code, "A variable has no name, or no value.", { hint: "Write NAME=VALUE." });
}

function required(value: string | undefined, option: string): string {
  if (value !== undefined && value !== "") return value;
  throw new ValidationError("OPTION_REQUIRED", `${option} is missing.`, { hint: `Give ${option}.` });
}
