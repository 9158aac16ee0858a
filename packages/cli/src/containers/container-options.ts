import type { ArgumentSpec, CommandInput, Options } from "../define-command.ts";

/** Options that say what is deployed, of `containers plan` and `containers deploy`. */
export const CONTAINER_OPTIONS = {
  environment: { kind: "text", value: "ID", description: "resource id of the Container Apps environment" },
  image: { kind: "text", value: "IMAGE", description: "REGISTRY/NAME@sha256:DIGEST, or a tag with --resolve-digest" },
  registry: { kind: "list", value: "HOST", description: "registry that images may come from; may be repeated" },
  resolveDigest: { kind: "flag", description: "look up the digest behind a tag, and deploy that" },
  identity: { kind: "text", value: "ID", description: "user-assigned identity that reads secrets and pulls the image" },
  run: { kind: "text", value: "ID", description: "run that it belongs to: part of its name, and a tag" },
  kind: {
    kind: "text",
    value: "KIND",
    choices: ["job", "app"],
    description: "a job runs to its end (default), an app is kept running",
  },
  cpu: { kind: "number", value: "CORES", fraction: true, minimum: 0.25, description: "cores (default: 2)" },
  memory: { kind: "number", value: "GIB", fraction: true, minimum: 0.5, description: "GiB (default: 4)" },
  preset: {
    kind: "text",
    value: "NAME",
    choices: ["default", "seed-strict"],
    description: "rules about sizes; seed-strict: at least 2 cores and 64 GiB",
  },
  profile: { kind: "text", value: "NAME", description: "workload profile (default: the smallest that can hold it)" },
  env: { kind: "list", value: "NAME=VALUE", description: "variable that anybody may read; may be repeated" },
  secret: {
    kind: "list",
    value: "NAME=URL",
    description: "variable from https://VAULT.vault.azure.net/secrets/SECRET; may be repeated",
  },
  replicaTimeout: {
    kind: "number",
    value: "SECONDS",
    minimum: 1,
    description: "end a job after this (default: 36000)",
  },
  retries: { kind: "number", value: "N", minimum: 0, description: "try a job that failed again (default: 0)" },
  minReplicas: { kind: "number", value: "N", minimum: 0, description: "of an app (default: 1)" },
  maxReplicas: { kind: "number", value: "N", minimum: 1, description: "of an app (default: 10)" },
  allowPublic: { kind: "flag", description: "also into an environment that is in no network, or has a public address" },
} as const satisfies Options;

/** What a command with {@link CONTAINER_OPTIONS} is given: behind `--` stands what runs in the container. */
export type ContainerArgs = CommandInput<{ readonly scenario: ArgumentSpec }, typeof CONTAINER_OPTIONS>;
