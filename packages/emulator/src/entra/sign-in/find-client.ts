import type { World } from "../../world/world.ts";
import type { Client } from "./client.ts";
import { TokenRefusal } from "./token-refusal.ts";

/** The client of that id, as far as it has been replicated, or why it gets no token. */
export function findClient({ directory, settings }: World, clientId: string): Client | TokenRefusal {
  const found = [directory.byAppId("application", clientId), directory.byAppId("servicePrincipal", clientId)];
  const [application, servicePrincipal] = found.map((object) =>
    object !== undefined && directory.isVisible(object) ? object : undefined,
  );
  if (servicePrincipal === undefined) {
    if (application === undefined) return unknownClient(clientId, settings.tenantId);
    return missingPrincipal(clientId, settings.tenantId);
  }
  const { displayName, accountEnabled } = servicePrincipal.body;
  if (accountEnabled === false) {
    return new TokenRefusal("unauthorized_client", 7_000_112, `Application '${clientId}'(${displayName}) is disabled.`);
  }
  const holders = application === undefined ? [servicePrincipal] : [application, servicePrincipal];
  return { clientId, servicePrincipal, holders };
}

function unknownClient(clientId: string, tenantId: string): TokenRefusal {
  return new TokenRefusal(
    "unauthorized_client",
    700_016,
    `Application with identifier '${clientId}' was not found in the directory '${tenantId}'. This can happen if the ` +
      "application has not been installed by the administrator of the tenant or consented to by any user in the tenant. " +
      "You may have sent your authentication request to the wrong tenant.",
  );
}

function missingPrincipal(clientId: string, tenantId: string): TokenRefusal {
  return new TokenRefusal(
    "unauthorized_client",
    7_000_229,
    `The client application ${clientId} is missing service principal in the tenant ${tenantId}. ` +
      "See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119",
  );
}
