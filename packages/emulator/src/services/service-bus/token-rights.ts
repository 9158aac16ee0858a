import { isAllowed } from "../../arm/authorization.ts";
import { unauthorizedAccess } from "../../broker/broker-error.ts";
import type { AccessRight } from "../../broker/namespace/shared-access-keys.ts";
import type { TokenVerifier } from "../../broker/wire/token-verifier.ts";
import { BearerCheck, BearerRefusal } from "../../entra/bearer.ts";
import type { World } from "../../world/world.ts";
import { brokerNamespaces } from "./broker-namespaces.ts";

/** Data actions that stand for the rights that keys have. */
const ACTIONS: Readonly<Record<AccessRight, string>> = {
  Send: "Microsoft.ServiceBus/namespaces/messages/send/action",
  Listen: "Microsoft.ServiceBus/namespaces/messages/receive/action",
  Manage: "Microsoft.ServiceBus/namespaces/messages/manage/action",
};
/** How long a token is good for once it was taken. Milliseconds. */
const LIFETIME_MS = 3_600_000;

/** Holds who comes with an Entra token to the roles that were assigned at the namespace, or above. */
export function worldTokenVerifier(world: World): TokenVerifier {
  const bearer = new BearerCheck(world);
  return async (token, namespace) => {
    const headers = new Headers({ authorization: `Bearer ${token}` });
    const found = await bearer.identify(headers, (audience) => /^https:\/\/servicebus\.azure\.net/i.test(audience));
    if (found instanceof BearerRefusal) throw unauthorizedAccess(found.message);
    const scope = brokerNamespaces(world).resourceIdOf(namespace) ?? "/";
    const names = Object.keys(ACTIONS) as AccessRight[];
    const rights = names.filter(
      (right) =>
        found.administrator === true ||
        isAllowed(world, found.objectId, { action: ACTIONS[right], scope, isData: true }),
    );
    return { rights, expiresAtMs: world.clock.now() + LIFETIME_MS };
  };
}
