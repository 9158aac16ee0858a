import { defineService, type Service } from "../service.ts";
import { groupRoutes } from "./group-routes.ts";
import { resourceGroupType } from "./resource-group-type.ts";
import { listRoutes } from "./resource-list-routes.ts";
import { providerRoutes } from "./provider-routes.ts";
import { subscriptionRoutes } from "./subscription-routes.ts";
import { tagRoutes } from "./tag-routes.ts";

/** Resource Manager's own: subscriptions, locations, providers, groups, lists of everything, tags. */
export const resourcesService: Service = defineService({
  namespace: "Microsoft.Resources",
  types: [resourceGroupType],
  routes: [...subscriptionRoutes, ...providerRoutes, ...groupRoutes, ...listRoutes, ...tagRoutes],
});
