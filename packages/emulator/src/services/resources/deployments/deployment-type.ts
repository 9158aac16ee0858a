import { defineResourceType, type ResourceType } from "../../../arm/resource-type.ts";
import { advanceDeployment } from "./run-deployment.ts";

/** Deployments: below groups and subscriptions. Their routes are their own; this is what the engine needs of them. */
export const deploymentType: ResourceType = defineResourceType({
  type: "Microsoft.Resources/deployments",
  apiVersions: ["2025-04-01", "2024-11-01", "2024-03-01", "2022-09-01", "2021-04-01", "2020-06-01", "2016-09-01"],
  kind: "proxy",
  remove: { status: 202, answer: "location" },
  steps: {
    advance: advanceDeployment,
    // Ended by its steps, which have said all there is to say.
    deploy: () => undefined,
    whatIf: ({ input }) => input,
  },
});
