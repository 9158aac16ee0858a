import type { World } from "../world/world.ts";
import { json, type Surface } from "../http/surface.ts";
import { ADMINISTRATOR } from "./principal.ts";
import { mintToken } from "./token-endpoint.ts";

/**
 * The token endpoint that VMs (IMDS, header `Metadata: true`) and App Service (header `X-IDENTITY-HEADER`) have.
 * It speaks for the administrator, or for the principal that `client_id` names.
 */
export function managedIdentitySurface(world: World): Surface {
  return {
    name: "managed-identity",
    serves: (url) => /^\/+metadata\/identity\/oauth2\/token\/?$/i.test(url.pathname),
    handle: async (request, url) => {
      if (request.headers.get("metadata") !== "true" && !request.headers.has("x-identity-header")) {
        return json(400, { error: "invalid_request", error_description: "Required metadata header not specified" });
      }
      const resource = url.searchParams.get("resource")?.replace(/\/+$/, "");
      if (resource === undefined || resource === "") {
        return json(400, {
          error: "invalid_request",
          error_description: "Required query variable 'resource' is missing",
        });
      }
      const clientId = url.searchParams.get("client_id") ?? ADMINISTRATOR.clientId;
      const principal = world.directory.byClientId(clientId);
      if (principal === undefined) {
        return json(400, { error: "invalid_request", error_description: "Identity not found" });
      }
      const issuer = `https://sts.windows.net/${world.settings.tenantId}/`;
      const expiresOn = Math.floor(world.clock.now() / 1000) + 3600;
      return json(200, {
        access_token: await mintToken(world, { principal, audience: resource, issuer }),
        client_id: principal.clientId,
        expires_in: "3600",
        expires_on: String(expiresOn),
        ext_expires_in: "3600",
        not_before: String(expiresOn - 3900),
        resource,
        token_type: "Bearer",
      });
    },
  };
}
