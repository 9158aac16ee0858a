import type { World } from "../world/world.ts";
import type { ArmRequest, ArmResponse } from "./arm-request.ts";

/** Answers one route. */
export type ArmHandler = (request: ArmRequest, world: World) => ArmResponse | Promise<ArmResponse>;

/**
 * A route that is not a plain resource: `GET /subscriptions/{subscriptionId}/locations`. Literal segments match
 * without regard to case, `{name}` takes one segment. A path that begins with `{*scope}` matches from the last
 * `providers` segment on, below any scope.
 */
export interface ArmRoute {
  readonly method: string;
  readonly path: string;
  readonly handle: ArmHandler;
}

interface Node {
  readonly literals: Map<string, Node>;
  parameter?: { readonly name: string; readonly node: Node };
  readonly handlers: Map<string, ArmHandler>;
}

/** What matched, with the values of the named segments. */
export interface RouteMatch {
  readonly handlers: ReadonlyMap<string, ArmHandler>;
  readonly parameters: Readonly<Record<string, string>>;
}

const SCOPED = "/{*scope}";

/** Routes as a tree of segments; literal segments win over named ones. */
export class RouteTable {
  readonly #root = newNode();
  readonly #scoped = newNode();

  add(routes: readonly ArmRoute[]): void {
    for (const { method, path, handle } of routes) {
      const scoped = path.startsWith(SCOPED);
      const segments = (scoped ? path.slice(SCOPED.length) : path).split("/").filter(Boolean);
      descend(scoped ? this.#scoped : this.#root, segments).handlers.set(method, handle);
    }
  }

  /** The route of a path, by any method; `undefined` when no route has this path. */
  match(segments: readonly string[]): RouteMatch | undefined {
    const lower = segments.map((segment) => segment.toLowerCase());
    const path = { segments, lower };
    const provider = lower.lastIndexOf("providers");
    const scoped = provider < 0 ? undefined : find(this.#scoped, path, provider);
    if (scoped !== undefined) {
      const scope = `/${segments.slice(0, provider).join("/")}`;
      return { ...scoped, parameters: { ...scoped.parameters, scope } };
    }
    return find(this.#root, path, 0);
  }
}

function newNode(): Node {
  return { literals: new Map(), handlers: new Map() };
}

function descend(from: Node, segments: readonly string[]): Node {
  let node = from;
  for (const segment of segments) {
    if (segment.startsWith("{")) {
      node.parameter ??= { name: segment.slice(1, -1), node: newNode() };
      node = node.parameter.node;
    } else {
      const key = segment.toLowerCase();
      const next = node.literals.get(key) ?? newNode();
      node.literals.set(key, next);
      node = next;
    }
  }
  return node;
}

function find(
  node: Node,
  path: { readonly segments: readonly string[]; readonly lower: readonly string[] },
  at: number,
): RouteMatch | undefined {
  const segment = path.segments[at];
  if (segment === undefined) return node.handlers.size > 0 ? { handlers: node.handlers, parameters: {} } : undefined;
  const literal = node.literals.get(path.lower[at]!);
  const found = literal && find(literal, path, at + 1);
  if (found !== undefined || node.parameter === undefined) return found;
  const rest = find(node.parameter.node, path, at + 1);
  return rest && { ...rest, parameters: { [node.parameter.name]: segment, ...rest.parameters } };
}
