import { pathSegments } from "../../../arm/arm-request.ts";
import type { SecretRoute } from "./secret-request.ts";
import { VaultError } from "./vault-error.ts";

/** A route that a path takes, with what the path names. */
export interface MatchedRoute {
  readonly route: SecretRoute;
  /** The path, without slashes around it. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
}

/** The route of a request. @throws VaultError (404, 405) when there is none. */
export function matchRoute(routes: readonly SecretRoute[], method: string, pathname: string): MatchedRoute {
  const segments = pathSegments(pathname);
  const fitting = routes.filter((route) => fits(route, segments));
  const route = fitting.find((candidate) => candidate.method === method);
  if (route === undefined) {
    const [status, code] = fitting.length === 0 ? ([404, "NotFound"] as const) : ([405, "MethodNotAllowed"] as const);
    throw new VaultError(status, code, `The vault has no '${method} ${pathname}'.`);
  }
  const named = (parameter: string): string => segments[route.path.split("/").indexOf(parameter)] ?? "";
  return { route, path: segments.join("/"), name: named("{name}"), version: named("{version}") };
}

function fits({ path }: SecretRoute, segments: readonly string[]): boolean {
  const pattern = path.split("/");
  return (
    pattern.length === segments.length &&
    pattern.every((part, index) => part.startsWith("{") || part === segments[index]!.toLowerCase())
  );
}
