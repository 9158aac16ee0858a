import { json, type Surface } from "../http/surface.ts";
import type { World } from "../world/world.ts";

/** `GET /metadata/endpoints`: how `az cloud register` learns a cloud, in the shapes of both its api-versions. */
export function metadataSurface(_world: World): Surface {
  return {
    name: "metadata",
    serves: (url) => /^\/+metadata\/endpoints\/?$/i.test(url.pathname),
    handle: async (_request, url) => {
      const version = url.searchParams.get("api-version") ?? "";
      return json(200, version < "2018-05-01" ? endpoints2015(url) : endpoints2022(url));
    },
  };
}

function endpoints2015({ origin }: URL): unknown {
  return {
    galleryEndpoint: `${origin}/`,
    graphEndpoint: `${origin}/`,
    portalEndpoint: `${origin}/`,
    authentication: { loginEndpoint: `${origin}/adfs`, audiences: [`${origin}/`] },
  };
}

function endpoints2022({ origin, port }: URL): unknown {
  return {
    name: "AzlinLocal",
    resourceManager: `${origin}/`,
    portal: `${origin}/`,
    authentication: {
      loginEndpoint: `${origin}/adfs`,
      audiences: [`${origin}/`],
      tenant: "common",
      identityProvider: "ADFS",
    },
    graph: `${origin}/`,
    graphAudience: `${origin}/`,
    microsoftGraphResourceId: `${origin}/`,
    gallery: `${origin}/`,
    batch: `${origin}/`,
    media: `${origin}/`,
    sqlManagement: `${origin}/`,
    vmImageAliasDoc: `${origin}/aliases.json`,
    suffixes: {
      keyVaultDns: `vault.localhost:${port}`,
      storage: `core.localhost:${port}`,
      acrLoginServer: "azurecr.localhost",
      sqlServerHostname: "database.localhost",
    },
  };
}
