import { defineService, type Service } from "../service.ts";
import { deploymentRoutes } from "./deployments/deployment-routes.ts";
import { deploymentType } from "./deployments/deployment-type.ts";
import { groupRoutes } from "./group-routes.ts";
import { resourceGroupType } from "./resource-group-type.ts";
import { listRoutes } from "./resource-list-routes.ts";
import { moveRoutes } from "./move-resources.ts";
import { providerRoutes } from "./provider-routes.ts";
import { subscriptionRoutes } from "./subscription-routes.ts";
import { tagNameRoutes, tagNameType } from "./tag-name-routes.ts";
import { tagRoutes } from "./tag-routes.ts";

/** Resource Manager's own: subscriptions, locations, providers, groups, lists of everything, tags. */
export const resourcesService: Service = defineService({
  namespace: "Microsoft.Resources",
  types: [resourceGroupType, deploymentType, tagNameType],
  routes: [
    ...subscriptionRoutes,
    ...providerRoutes,
    ...groupRoutes,
    ...listRoutes,
    ...tagRoutes,
    ...deploymentRoutes,
    ...tagNameRoutes,
    ...moveRoutes,
  ],
});
