import type { TypeRegistry } from "./type-registry.ts";
import type { ResourceType } from "./resource-type.ts";
import { invalidResourceNamespace, invalidResourceType } from "./arm-errors.ts";

/** What a path below `/providers/` names: a resource, a list of them, or an action on one. */
export interface ResourcePath {
  readonly kind: "resource" | "collection" | "action";
  readonly definition: ResourceType;
  /** Id of the resource; for a collection, of what it lies in. */
  readonly id: string;
  /** Name of the action, as sent. */
  readonly action?: string;
}

/**
 * Reads a path as a resource, a collection or an action of the types served; `undefined` when it names no provider.
 *
 * @throws ArmError (`InvalidResourceNamespace`, `InvalidResourceType`) for what the world does not serve.
 */
export function readResourcePath(
  segments: readonly string[],
  types: TypeRegistry,
  apiVersion: string,
): ResourcePath | undefined {
  const at = segments.findLastIndex((segment) => segment.toLowerCase() === "providers");
  const [namespace = "", ...rest] = segments.slice(at + 1);
  if (at < 0 || rest.length === 0) return undefined;
  const provider = types.namespace(namespace);
  if (provider === undefined) throw invalidResourceNamespace(namespace);
  const typeNames = rest.filter((_, index) => index % 2 === 0);
  const isResource = rest.length % 2 === 0;
  const definition = types.get([provider, ...typeNames].join("/"));
  if (definition !== undefined) {
    if (isResource) return { kind: "resource", definition, id: joined(segments) };
    const end = typeNames.length > 1 ? -1 : at;
    return { kind: "collection", definition, id: joined(segments.slice(0, end)) };
  }
  const owner = isResource ? undefined : types.get([provider, ...typeNames.slice(0, -1)].join("/"));
  if (owner === undefined) throw invalidResourceType(typeNames.join("/"), provider, apiVersion);
  return { kind: "action", definition: owner, id: joined(segments.slice(0, -1)), action: rest.at(-1)! };
}

function joined(segments: readonly string[]): string {
  return `/${segments.join("/")}`;
}
