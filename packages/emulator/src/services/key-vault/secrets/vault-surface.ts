import { readQuery } from "../../../arm/arm-request.ts";
import { BearerCheck } from "../../../entra/bearer.ts";
import { ADMINISTRATOR, type Principal } from "../../../entra/principal.ts";
import { HostNotFoundError } from "../../../http/host-not-found-error.ts";
import { json, type Surface } from "../../../http/surface.ts";
import { isObject, type JsonObject } from "../../../json/json.ts";
import type { World } from "../../../world/world.ts";
import { vaultNamed } from "../vault-name.ts";
import { VAULT_TYPE } from "../vault-types.ts";
import { backupRoutes } from "./backup-routes.ts";
import { deletedSecretRoutes } from "./deleted-secret-routes.ts";
import { identifyVaultCaller } from "./identify-vault-caller.ts";
import { requireAccess } from "./secret-access.ts";
import { matchRoute } from "./match-route.ts";
import type { SecretResponse } from "./secret-request.ts";
import { secretRoutes } from "./secret-routes.ts";
import { VaultError } from "./vault-error.ts";
import { badParameter } from "./vault-errors.ts";
import { VaultThrottle } from "./vault-throttle.ts";

const HOST = /^([a-z0-9-]+)\.vault\.(?:azure\.net|localhost)$/i;
const ROUTES = [...backupRoutes, ...secretRoutes, ...deletedSecretRoutes];

interface VaultParts {
  readonly world: World;
  readonly bearer: BearerCheck;
  readonly throttle: VaultThrottle;
}

/** The data of key vaults, `https://NAME.vault.azure.net`: their secrets. A vault that is not there has no address. */
export function vaultSurface(world: World): Surface {
  const parts: VaultParts = { world, bearer: new BearerCheck(world), throttle: new VaultThrottle() };
  return {
    name: "key-vault",
    serves: (url) => HOST.test(url.hostname),
    handle: async (request, url) => {
      try {
        const { status, body } = await dispatch(parts, request, url);
        return body === undefined ? new Response(null, { status }) : json(status, body);
      } catch (error) {
        if (!(error instanceof VaultError)) throw error;
        return json(error.status, error.toBody(), error.options.headers);
      }
    },
  };
}

async function dispatch(parts: VaultParts, request: Request, url: URL): Promise<SecretResponse> {
  const { world } = parts;
  const [, vaultName = ""] = HOST.exec(url.hostname) ?? [];
  const vault = vaultNamed(world, VAULT_TYPE, vaultName);
  if (vault === undefined) throw new HostNotFoundError(url.hostname);
  const text = request.body === null ? "" : await request.text();
  const principal = await callerOf(parts, request, url);
  const query = readQuery(url);
  if (!query.has("api-version")) throw badParameter("The request URI does not contain an api-version parameter.");
  parts.throttle.count(world, vaultName, request.method);
  const { route, name, version, path } = matchRoute(ROUTES, request.method, url.pathname);
  requireAccess(world, { vault, principal }, { ...route.access, name });
  const body = parseBody(text);
  return route.handle({ world, vault, origin: url.origin, path, name, version, query, body, principal });
}

function callerOf({ world, bearer }: VaultParts, request: Request, url: URL): Promise<Principal> {
  // Nobody is refused in a replayed world.
  if (world.settings.profile === "replay") return Promise.resolve(ADMINISTRATOR);
  return identifyVaultCaller(world, bearer, { headers: request.headers, url });
}

function parseBody(text: string): JsonObject | undefined {
  if (text.trim() === "") return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
