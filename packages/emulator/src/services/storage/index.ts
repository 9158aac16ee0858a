import { requireBody } from "../../arm/arm-request.ts";
import { textAt } from "../../json/json.ts";
import { defineService, type Service } from "../service.ts";
import { checkAccountName } from "./account-name.ts";
import { storageAccountType } from "./storage-account-type.ts";

const TYPE = "Microsoft.Storage/storageAccounts";
const PROVIDER = "/subscriptions/{subscriptionId}/providers/Microsoft.Storage";

/** Microsoft.Storage as far as its accounts go. */
export const storageService: Service = defineService({
  namespace: "Microsoft.Storage",
  types: [storageAccountType],
  routes: [
    {
      method: "POST",
      path: `${PROVIDER}/checkNameAvailability`,
      handle: (request, world) => {
        const refusal = checkAccountName(world, textAt(requireBody(request), "name") ?? "");
        return { status: 200, body: { nameAvailable: refusal === undefined, ...refusal } };
      },
    },
    {
      method: "GET",
      path: `${PROVIDER}/usages`,
      handle: (request, world) => {
        const accounts = [...world.store.ofType(TYPE, `/subscriptions/${request.parameters["subscriptionId"]}`)];
        const name = { value: "StorageAccounts", localizedValue: "Storage Accounts" };
        return { status: 200, body: { value: [{ unit: "Count", currentValue: accounts.length, limit: 250, name }] } };
      },
    },
  ],
});
