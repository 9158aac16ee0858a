import { BASICS, type RoleRow } from "./role-row.ts";

const VAULT_READS = [
  "Microsoft.KeyVault/checkNameAvailability/read",
  "Microsoft.KeyVault/deletedVaults/read",
  "Microsoft.KeyVault/locations/*/read",
  "Microsoft.KeyVault/vaults/*/read",
];

/** Roles on key vaults, and on what is in them. */
export const KEY_VAULT_ROLES: readonly RoleRow[] = [
  [
    "f25e0fa2-a7c8-4377-a976-54943a77a395",
    "Key Vault Contributor",
    "Manages key vaults, but not what is in them.",
    {
      actions: [...BASICS, "Microsoft.KeyVault/*"],
      notActions: ["Microsoft.KeyVault/locations/deletedVaults/purge/action"],
    },
  ],
  [
    "00482a5a-887f-4fb3-b363-3b7fe8e74483",
    "Key Vault Administrator",
    "Everything on what is in a vault, but not on the vault itself.",
    { actions: [...BASICS, ...VAULT_READS], dataActions: ["Microsoft.KeyVault/vaults/*"] },
  ],
  [
    "b86a8fe4-44ce-4948-aee5-eccb2c155cd7",
    "Key Vault Secrets Officer",
    "Everything on the secrets of a vault.",
    { actions: [...BASICS, ...VAULT_READS], dataActions: ["Microsoft.KeyVault/vaults/secrets/*"] },
  ],
  [
    "4633458b-17de-408a-b874-0445c86b69e6",
    "Key Vault Secrets User",
    "Reads the contents of secrets.",
    {
      dataActions: [
        "Microsoft.KeyVault/vaults/secrets/getSecret/action",
        "Microsoft.KeyVault/vaults/secrets/readMetadata/action",
      ],
    },
  ],
  [
    "21090545-7ca7-4776-b22c-e363652d74d2",
    "Key Vault Reader",
    "Reads vaults and what describes their contents, but no value.",
    {
      actions: [...BASICS, ...VAULT_READS],
      dataActions: ["Microsoft.KeyVault/vaults/*/read", "Microsoft.KeyVault/vaults/secrets/readMetadata/action"],
    },
  ],
];
