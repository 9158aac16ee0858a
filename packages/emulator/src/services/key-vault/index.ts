import { requireBody } from "../../arm/arm-request.ts";
import { textAt } from "../../json/json.ts";
import { defineService, type Service } from "../service.ts";
import { accessPolicyRoute } from "./access-policy-route.ts";
import { deletedVaultRoutes } from "./deleted-vault-routes.ts";
import { deletedVaultType } from "./deleted-vault-type.ts";
import { checkVaultName } from "./vault-name.ts";
import { vaultType } from "./vault-type.ts";

/** Microsoft.KeyVault as far as its vaults go: soft delete, recovery and purge. Their secrets have addresses of their own. */
export const keyVaultService: Service = defineService({
  namespace: "Microsoft.KeyVault",
  types: [vaultType, deletedVaultType],
  routes: [
    ...deletedVaultRoutes,
    accessPolicyRoute,
    {
      method: "POST",
      path: "/subscriptions/{subscriptionId}/providers/Microsoft.KeyVault/checkNameAvailability",
      handle: (request, world) => {
        const refusal = checkVaultName(world, textAt(requireBody(request), "name") ?? "");
        return { status: 200, body: { nameAvailable: refusal === undefined, ...refusal } };
      },
    },
  ],
});
