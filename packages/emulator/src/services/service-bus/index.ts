import { requireBody } from "../../arm/arm-request.ts";
import { textAt } from "../../json/json.ts";
import { defineService, type Service } from "../service.ts";
import { authorizationRuleTypes } from "./authorization-rule-types.ts";
import { entityTypes } from "./entity-types.ts";
import { checkNamespaceName } from "./namespace-name.ts";
import { namespaceType } from "./namespace-type.ts";

/** Microsoft.ServiceBus: namespaces, their entities and their keys. Messages go by AMQP. */
export const serviceBusService: Service = defineService({
  namespace: "Microsoft.ServiceBus",
  types: [namespaceType, ...authorizationRuleTypes, ...entityTypes],
  routes: [
    {
      method: "POST",
      path: "/subscriptions/{subscriptionId}/providers/Microsoft.ServiceBus/CheckNameAvailability",
      handle: (request, world) => {
        const refusal = checkNamespaceName(world, textAt(requireBody(request), "name") ?? "");
        const reason = refusal?.reason ?? "None";
        return { status: 200, body: { nameAvailable: refusal === undefined, reason, message: refusal?.message ?? "" } };
      },
    },
  ],
});
