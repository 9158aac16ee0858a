import { isAllowed } from "../../arm/authorization.ts";
import { ArmError } from "../../arm/arm-error.ts";
import { BearerCheck } from "../../entra/bearer.ts";
import type { Principal } from "../../entra/principal.ts";
import { mintToken } from "../../entra/token-endpoint.ts";
import { json, type Surface } from "../../http/surface.ts";
import type { StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { imagesOf, registryOf } from "./registry-images.ts";

const MANIFEST = /^\/+v2\/(.+)\/manifests\/([^/]+)$/;
const MEDIA_TYPE = "application/vnd.oci.image.index.v1+json";
const PULL = "Microsoft.ContainerRegistry/registries/pull/read";
const EMPTY_INDEX = JSON.stringify({ schemaVersion: 2, mediaType: MEDIA_TYPE, manifests: [] });

/**
 * The part of a registry's own API that looks images up: `HEAD` and `GET /v2/{name}/manifests/{tag or digest}`, and the
 * exchange of an Entra token for one of the registry's.
 */
export function registrySurface(world: World): Surface {
  const bearer = new BearerCheck(world);
  return {
    name: "registry",
    serves: (url) => /\.azurecr\.io$/i.test(url.hostname),
    handle: async (request, url) => {
      const registry = registryOf(world, url.hostname);
      if (registry === undefined) return failure(404, "NAME_UNKNOWN", "The registry is not known.");
      const call: RegistryCall = { world, bearer, registry, request, url };
      if (/^\/+oauth2\/(?:exchange|token)$/.test(url.pathname)) return exchange(call);
      return lookUp(call);
    },
  };
}

interface RegistryCall {
  readonly world: World;
  readonly bearer: BearerCheck;
  readonly registry: StoredResource;
  readonly request: Request;
  readonly url: URL;
}

/** Both steps of the exchange answer the same kind of token: one that only this registry takes. */
async function exchange(call: RegistryCall): Promise<Response> {
  const { world, request, url } = call;
  const form = new URLSearchParams(await request.text());
  const isFirst = url.pathname.endsWith("exchange");
  const given = form.get(isFirst ? "access_token" : "refresh_token") ?? "";
  const principal = await principalOf(call, `Bearer ${given}`, (audience) =>
    isFirst ? audience.includes("management.") || audience.includes("containerregistry") : audience === url.hostname,
  );
  if (principal === undefined) return failure(401, "UNAUTHORIZED", "authentication required");
  const issuer = `https://sts.windows.net/${world.settings.tenantId}/`;
  const token = await mintToken(world, { principal, audience: url.hostname, issuer });
  return json(200, isFirst ? { refresh_token: token } : { access_token: token });
}

async function lookUp(call: RegistryCall): Promise<Response> {
  const { registry, request, url } = call;
  const [, name = "", reference = ""] = MANIFEST.exec(decodeURIComponent(url.pathname)) ?? [];
  if (name === "") return failure(404, "NOT_FOUND", "There is nothing here.");
  if (!(await mayPull(call))) return unauthorized(url, name);
  const known = Object.entries(imagesOf(registry, name));
  const digest = known.find(([tag, sha]) => tag === reference || sha === reference)?.[1];
  if (typeof digest !== "string") {
    return failure(404, "MANIFEST_UNKNOWN", `manifest tagged by "${reference}" is not found`);
  }
  const headers = { "docker-content-digest": digest, "content-type": MEDIA_TYPE };
  return new Response(request.method === "HEAD" ? null : EMPTY_INDEX, { headers });
}

async function mayPull(call: RegistryCall): Promise<boolean> {
  const { world, registry, request, url } = call;
  const authorization = request.headers.get("authorization");
  const principal = await principalOf(call, authorization, (audience) => audience === url.hostname);
  if (principal === undefined || principal.administrator === true) return principal !== undefined;
  return isAllowed(world, principal.objectId, { action: PULL, scope: registry.body.id });
}

async function principalOf(
  { bearer }: RegistryCall,
  authorization: string | null,
  isAudience: (audience: string) => boolean,
): Promise<Principal | undefined> {
  if (authorization === null) return undefined;
  try {
    return await bearer.principalOf(new Headers({ authorization }), isAudience);
  } catch (error) {
    if (error instanceof ArmError) return undefined;
    throw error;
  }
}

function unauthorized({ hostname }: URL, name: string): Response {
  const scope = `repository:${name}:pull`;
  const challenge = `Bearer realm="https://${hostname}/oauth2/token",service="${hostname}",scope="${scope}"`;
  const errors = [{ code: "UNAUTHORIZED", message: "authentication required" }];
  return json(401, { errors }, { "www-authenticate": challenge });
}

function failure(status: number, code: string, message: string): Response {
  return json(status, { errors: [{ code, message }] });
}
