import { parseResourceId, ValidationError } from "@azlin/core";
import {
  DEFAULT_SIZE,
  SIZE_PRESETS,
  type ContainerRequest,
  type ContainerRules,
  type KeyVaultSecret,
} from "@azlin/containers";
import type { ContainerArgs } from "./container-options.ts";

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
export function containerOrder(args: ContainerArgs, resourceGroup: string | undefined): ContainerOrder {
  const environmentId = required(args.environment, "--environment");
  const { resourceGroup: groupOfEnvironment = "" } = parseResourceId(environmentId);
  const preset = args.preset === "seed-strict" ? "seed-strict" : "default";
  return {
    request: {
      scenario: args.scenario,
      resourceGroup: resourceGroup ?? groupOfEnvironment,
      environmentId,
      image: required(args.image, "--image"),
      kind: args.kind === "app" ? "app" : "job",
      env: Object.fromEntries(args.env.map((pair) => pairOf(pair, "INVALID_VARIABLE"))),
      secrets: Object.fromEntries(args.secret.map(secretOf)),
      ...optionalParts(args, preset),
    },
    rules: { allowedRegistries: args.registry, requireVnet: !args.allowPublic, preset },
  };
}

function optionalParts(args: ContainerArgs, preset: keyof typeof SIZE_PRESETS): Partial<ContainerRequest> {
  const size = sizeOf(args, preset);
  const scale = scaleOf(args);
  return {
    ...(args.identity !== undefined && { identityId: args.identity }),
    ...(args.run !== undefined && { runId: args.run }),
    ...(args.profile !== undefined && { workloadProfile: args.profile }),
    ...(args.replicaTimeout !== undefined && { timeoutSeconds: args.replicaTimeout }),
    ...(args.retries !== undefined && { retryLimit: args.retries }),
    ...(args.rest.length > 0 && { command: args.rest }),
    ...(size !== undefined && { size }),
    ...(scale !== undefined && { scale }),
  };
}

function sizeOf(args: ContainerArgs, preset: keyof typeof SIZE_PRESETS): ContainerRequest["size"] {
  if (args.cpu === undefined && args.memory === undefined) return undefined;
  const { size } = SIZE_PRESETS[preset] ?? { size: DEFAULT_SIZE };
  return { cpuCores: args.cpu ?? size.cpuCores, memoryGib: args.memory ?? size.memoryGib };
}

function scaleOf(args: ContainerArgs): ContainerRequest["scale"] {
  const least = args.minReplicas;
  const most = args.maxReplicas;
  if (least === undefined && most === undefined) return undefined;
  return { ...(least !== undefined && { minReplicas: least }), ...(most !== undefined && { maxReplicas: most }) };
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
