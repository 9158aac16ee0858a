import { defineService, type Service } from "../service.ts";
import { containerAppType } from "./container-app-type.ts";
import { environmentType } from "./environment-type.ts";
import { executionType } from "./execution-type.ts";
import { jobType } from "./job-type.ts";
import { revisionType } from "./revision-type.ts";

/** Microsoft.App: environments, container apps with their revisions, jobs with their executions. */
export const appService: Service = defineService({
  namespace: "Microsoft.App",
  types: [environmentType, containerAppType, revisionType, jobType, executionType],
  routes: [],
});
