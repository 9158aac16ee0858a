/** Type of key vaults. */
export const VAULT_TYPE = "Microsoft.KeyVault/vaults";

/** Type of vaults that were deleted and can still be recovered. */
export const DELETED_VAULT_TYPE = "Microsoft.KeyVault/deletedVaults";

/** api-versions of Microsoft.KeyVault that clients of the last years use. */
export const VAULT_API_VERSIONS: readonly string[] = [
  "2025-05-01",
  "2024-11-01",
  "2023-07-01",
  "2022-07-01",
  "2021-10-01",
  "2019-09-01",
  "2018-02-14",
  "2016-10-01",
];
