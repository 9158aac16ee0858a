import type { DeleteContract, WriteContract } from "../../arm/resource-type.ts";

/** api-versions of Microsoft.Compute's VMs, newest first. */
export const COMPUTE_API_VERSIONS: readonly string[] = [
  "2026-03-01",
  "2025-04-01",
  "2024-11-01",
  "2024-07-01",
  "2023-09-01",
  "2022-11-01",
  "2022-08-01",
  "2021-07-01",
  "2020-12-01",
  "2019-12-01",
  "2018-06-01",
  "2017-12-01",
  "2017-03-30",
  "2016-03-30",
];

/** PUT of a VM, an image, an extension: 201 or 200 with a passing state and an operation to poll. */
export const COMPUTE_WRITE: WriteContract = {
  created: 201,
  updated: 200,
  answer: "async-operation",
  transitional: { created: "Creating", updated: "Updating" },
};

/** PATCH of a VM. */
export const COMPUTE_PATCH: WriteContract = {
  created: 200,
  updated: 200,
  answer: "async-operation",
  transitional: { created: "Updating", updated: "Updating" },
};

/** api-versions of disks and snapshots, newest first. */
export const DISK_API_VERSIONS: readonly string[] = [
  "2025-01-02",
  "2024-03-02",
  "2023-10-02",
  "2023-04-02",
  "2022-07-02",
  "2022-03-02",
  "2020-12-01",
  "2020-09-30",
  "2019-07-01",
  "2018-09-30",
  "2018-06-01",
  "2018-04-01",
  "2017-03-30",
  "2016-04-30-preview",
];

/** PUT and PATCH of a disk or snapshot: always 202, with both headers. */
export const DISK_WRITE: WriteContract = {
  created: 202,
  updated: 202,
  answer: "both",
  transitional: { created: "Updating", updated: "Updating" },
};

/** PUT and PATCH of what takes no time: availability sets. */
export const IMMEDIATE_WRITE: WriteContract = { created: 200, updated: 200, answer: "none" };

/** DELETE of most of Microsoft.Compute. */
export const COMPUTE_DELETE: DeleteContract = { status: 202, answer: "both" };
