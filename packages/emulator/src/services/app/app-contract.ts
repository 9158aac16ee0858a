import type { DeleteContract, WriteContract } from "../../arm/resource-type.ts";

/** Types of Microsoft.App that the others refer to. */
export const ENVIRONMENT_TYPE = "Microsoft.App/managedEnvironments";
export const CONTAINER_APP_TYPE = "Microsoft.App/containerApps";
export const REVISION_TYPE = "Microsoft.App/containerApps/revisions";
export const JOB_TYPE = "Microsoft.App/jobs";
export const EXECUTION_TYPE = "Microsoft.App/jobs/executions";

/** Versions of the provider, newest first. */
export const APP_API_VERSIONS: readonly string[] = [
  "2025-07-01",
  "2025-01-01",
  "2024-03-01",
  "2023-11-02-preview",
  "2023-05-01",
  "2022-03-01",
];

/** PUT of apps and jobs: the operation is polled, and the document says `InProgress` until it ends. */
export const APP_WRITE: WriteContract = {
  created: 201,
  updated: 200,
  answer: "async-operation",
  transitional: { created: "InProgress", updated: "InProgress" },
};

/** PUT of environments. */
export const ENVIRONMENT_WRITE: WriteContract = {
  created: 201,
  updated: 200,
  answer: "async-operation",
  transitional: { created: "Waiting", updated: "InfrastructureSetupInProgress" },
};

/** PATCH of everything. */
export const APP_PATCH: WriteContract = { created: 202, updated: 202, answer: "location" };

/** DELETE of everything. */
export const APP_DELETE: DeleteContract = { status: 202, answer: "location" };
