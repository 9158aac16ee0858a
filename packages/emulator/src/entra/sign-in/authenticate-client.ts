import { textAt } from "../../json/json.ts";
import type { World } from "../../world/world.ts";
import { ADMINISTRATOR, type Principal } from "../principal.ts";
import { principalOf } from "../principal-objects.ts";
import { checkAssertion } from "./check-assertion.ts";
import { checkSecret } from "./check-secret.ts";
import type { Client } from "./client.ts";
import { findClient } from "./find-client.ts";
import { TokenRefusal } from "./token-refusal.ts";

const NO_CREDENTIAL = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";

/** Who a token is for: the client that the form names and whose credential it shows, or why there is none. */
export async function authenticateClient(
  world: World,
  form: URLSearchParams,
  tokenUrl: URL,
): Promise<Principal | TokenRefusal> {
  const clientId = form.get("client_id") ?? "";
  if (world.settings.profile === "replay") return world.directory.byClientId(clientId) ?? ADMINISTRATOR;
  const client = findClient(world, clientId);
  if (client instanceof TokenRefusal) return client;
  const refusal = takesAnything(client) ? undefined : await checkCredential(world, client, { form, tokenUrl });
  return refusal ?? principalOf(client.servicePrincipal);
}

/** Principals that were seeded without a secret. */
function takesAnything({ holders, servicePrincipal }: Client): boolean {
  const isManaged = textAt(servicePrincipal.body, "servicePrincipalType") === "ManagedIdentity";
  return !isManaged && holders.some(({ internals }) => internals["takesAnySecret"] === true);
}

async function checkCredential(
  world: World,
  client: Client,
  { form, tokenUrl }: { readonly form: URLSearchParams; readonly tokenUrl: URL },
): Promise<TokenRefusal | undefined> {
  const assertion = form.get("client_assertion");
  if (assertion !== null) return checkAssertion(world, client, { assertion, tokenUrl });
  const secret = form.get("client_secret");
  if (secret !== null) return checkSecret(world, client, secret);
  return new TokenRefusal("invalid_client", 7_000_216, NO_CREDENTIAL);
}
