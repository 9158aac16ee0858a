import { ValidationError } from "@azlin/core";

/** A reference to a container image, taken apart. */
export interface ImageReference {
  /** Host of the registry, with its port: `agents.azurecr.io`. */
  readonly registry: string;
  /** `team/agent`. */
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest?: string;
}

const HOST = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?::\d{1,5})?$/;
const COMPONENT = /^[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const AZURE_REGISTRY = /^[a-z0-9]{5,50}\.azurecr\.(?:io|cn|us)$/;
const DOCKER_HUB = "docker.io";
const LONGEST = 255;

/**
 * Reads a reference as container engines do: what is before the first slash is a registry only when it looks like a
 * host, so `evil.example/azurecr.io/x` is an image of evil.example.
 *
 * @throws ValidationError (`INVALID_IMAGE`).
 */
export function parseImageReference(text: string): ImageReference {
  const [name = "", digest, ...rest] = text.split("@");
  const [registry, path] = splitRegistry(name);
  const [repository = "", tag, ...more] = path.split(":");
  const isOne = rest.length === 0 && more.length === 0;
  const problem = isOne ? problemOf({ registry, repository, tag, digest }) : "it has two tags or two digests";
  if (problem !== undefined) throw invalidImage(text, problem);
  return { registry, repository, ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) };
}

function splitRegistry(name: string): readonly [registry: string, path: string] {
  const slash = name.indexOf("/");
  const first = slash < 0 ? "" : name.slice(0, slash);
  const isHost = /[.:]/.test(first) || first === "localhost";
  return isHost ? [first, name.slice(slash + 1)] : [DOCKER_HUB, name];
}

/** A reference as text: by its digest, when it has one. */
export function formatImageReference({ registry, repository, tag, digest }: ImageReference): string {
  const name = `${registry}/${repository}`;
  return digest === undefined ? `${name}:${tag ?? "latest"}` : `${name}@${digest}`;
}

/** Whether a registry is one of Azure's, which identities can pull from. */
export function isAzureRegistry(registry: string): boolean {
  return AZURE_REGISTRY.test(registry);
}

type Parts = { readonly [Key in keyof Required<ImageReference>]: string | undefined };

const CHECKS: readonly (readonly [isWrong: (parts: Parts) => boolean, problem: string])[] = [
  [({ registry = "" }) => !HOST.test(registry), "the registry is not a host name"],
  [({ repository = "" }) => repository.length > LONGEST, `the name is longer than ${LONGEST} characters`],
  [
    ({ repository = "" }) => !repository.split("/").every((component) => COMPONENT.test(component)),
    "the name may hold lower-case letters, digits, and single separators between them",
  ],
  [({ tag }) => tag !== undefined && !TAG.test(tag), "the tag holds what no tag may hold"],
  [({ digest }) => digest !== undefined && !DIGEST.test(digest), "the digest is not sha256: and 64 hexadecimal digits"],
];

function problemOf(parts: Parts): string | undefined {
  return CHECKS.find(([isWrong]) => isWrong(parts))?.[1];
}

function invalidImage(text: string, problem: string): ValidationError {
  return new ValidationError("INVALID_IMAGE", `'${text}' is not the reference of an image: ${problem}.`, {
    hint: "Write it as REGISTRY/NAME@sha256:DIGEST.",
    details: { image: text },
  });
}
