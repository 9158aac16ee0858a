import type { DeleteContract, WriteContract } from "../../arm/resource-type.ts";

/** api-versions of Microsoft.Network that clients of the last years use. */
export const NETWORK_API_VERSIONS: readonly string[] = [
  "2025-05-01",
  "2024-07-01",
  "2024-05-01",
  "2023-11-01",
  "2022-11-01",
  "2022-07-01",
  "2022-01-01",
  "2020-11-01",
  "2019-11-01",
  "2018-11-01",
  "2017-09-01",
  "2016-09-01",
  "2015-06-15",
];

/** PUT of Microsoft.Network: 201 or 200 with `Updating` and an operation to poll. */
export const NETWORK_WRITE: WriteContract = {
  created: 201,
  updated: 200,
  answer: "async-operation",
  transitional: { created: "Updating", updated: "Updating" },
};

/** PATCH of Microsoft.Network changes tags only, at once. */
export const NETWORK_PATCH: WriteContract = { created: 200, updated: 200, answer: "none" };

export const NETWORK_DELETE: DeleteContract = { status: 202, answer: "both" };
