/** Type of user-assigned identities. */
export const IDENTITY_TYPE = "Microsoft.ManagedIdentity/userAssignedIdentities";

/** api-versions of Microsoft.ManagedIdentity that clients of the last years use. */
export const IDENTITY_API_VERSIONS: readonly string[] = [
  "2024-11-30",
  "2023-01-31",
  "2018-11-30",
  "2015-08-31-preview",
];
