import { defineResourceType, type ResourceType } from "../../arm/resource-type.ts";
import { RESOURCE_GROUP_TYPE } from "../../arm/resource-groups.ts";
import { completeGroupDelete, deleteFirstWave } from "./delete-group.ts";
import { completeMove } from "./move-resources.ts";

/** Resource groups: written at once, deleted as an operation that takes everything in them along. */
export const resourceGroupType: ResourceType = defineResourceType({
  type: RESOURCE_GROUP_TYPE,
  apiVersions: [
    "2025-04-01",
    "2024-11-01",
    "2024-03-01",
    "2022-09-01",
    "2021-04-01",
    "2020-06-01",
    "2018-05-01",
    "2016-09-01",
  ],
  scope: "subscription",
  write: { created: 201, answer: "none" },
  steps: { move: completeMove, delete: completeGroupDelete, cascade: deleteFirstWave },
  remove: { status: 202, answer: "location" },
});
