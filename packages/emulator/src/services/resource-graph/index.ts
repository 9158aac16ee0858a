import { defineService, type Service } from "../service.ts";
import { answerQuery } from "./answer-query.ts";

/** Azure Resource Graph: KQL over everything in the tenant, as old as the index's lag. */
export const resourceGraphService: Service = defineService({
  namespace: "Microsoft.ResourceGraph",
  types: [],
  routes: [{ method: "POST", path: "/providers/Microsoft.ResourceGraph/resources", handle: answerQuery }],
});
