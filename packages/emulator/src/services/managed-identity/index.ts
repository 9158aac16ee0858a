import { defineResourceType } from "../../arm/resource-type.ts";
import { defineService, type Service } from "../service.ts";

/** Microsoft.ManagedIdentity: user-assigned identities, with the ids of their principals. */
export const managedIdentityService: Service = defineService({
  namespace: "Microsoft.ManagedIdentity",
  types: [
    defineResourceType({
      type: "Microsoft.ManagedIdentity/userAssignedIdentities",
      apiVersions: ["2024-11-30", "2023-01-31", "2018-11-30", "2015-08-31-preview"],
      write: { created: 201, updated: 200, answer: "none" },
      patch: { created: 200, updated: 200, answer: "none" },
      remove: { status: 200, answer: "none" },
      prepare: ({ body, existing, world }) => {
        const before = existing?.body.properties;
        body.properties["tenantId"] = world.settings.tenantId;
        body.properties["principalId"] = before?.["principalId"] ?? world.ids.guid();
        body.properties["clientId"] = before?.["clientId"] ?? world.ids.guid();
      },
      // Azure tells no provisioningState of these.
      view: ({ body: { properties: { provisioningState: _hidden, ...properties } = {}, ...body } }) => ({
        ...body,
        properties,
      }),
    }),
  ],
  routes: [],
});
