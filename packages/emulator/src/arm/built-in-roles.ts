/** A built-in role: id, name, what it allows and what it takes away again. */
export interface BuiltInRole {
  readonly id: string;
  readonly roleName: string;
  readonly description: string;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  /** What it allows on data: told, and not enforced where a service has no data here. */
  readonly dataActions: readonly string[];
}

interface RoleRights {
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly dataActions?: readonly string[];
}

const BASICS = [
  "Microsoft.Authorization/*/read",
  "Microsoft.Resources/deployments/*",
  "Microsoft.Resources/subscriptions/resourceGroups/read",
  "Microsoft.Insights/alertRules/*",
];
const VAULT_READS = [
  "Microsoft.KeyVault/checkNameAvailability/read",
  "Microsoft.KeyVault/deletedVaults/read",
  "Microsoft.KeyVault/locations/*/read",
  "Microsoft.KeyVault/vaults/*/read",
];
const LOGIN_READS = [
  "Microsoft.Network/publicIPAddresses/read",
  "Microsoft.Network/virtualNetworks/read",
  "Microsoft.Network/networkInterfaces/read",
  "Microsoft.Compute/virtualMachines/*/read",
];
const BLOBS = "Microsoft.Storage/storageAccounts/blobServices/containers";

const TABLE: readonly (readonly [id: string, roleName: string, description: string, rights: RoleRights])[] = [
  [
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
    "Owner",
    "Grants full access to manage all resources, including the ability to assign roles in Azure RBAC.",
    { actions: ["*"] },
  ],
  [
    "b24988ac-6180-42a0-ab88-20f7382dd24c",
    "Contributor",
    "Grants full access to manage all resources, but does not allow you to assign roles in Azure RBAC.",
    {
      actions: ["*"],
      notActions: [
        "Microsoft.Authorization/*/Delete",
        "Microsoft.Authorization/*/Write",
        "Microsoft.Authorization/elevateAccess/Action",
      ],
    },
  ],
  [
    "acdd72a7-3385-48ef-bd42-f606fba81ae7",
    "Reader",
    "View all resources, but does not allow you to make any changes.",
    { actions: ["*/read"] },
  ],
  [
    "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
    "User Access Administrator",
    "Lets you manage user access to Azure resources.",
    { actions: ["*/read", "Microsoft.Authorization/*", "Microsoft.Support/*"] },
  ],
  [
    "f58310d9-a9f6-439a-9e8d-f62e7b41a168",
    "Role Based Access Control Administrator",
    "Manages access to resources by assigning roles, and nothing else of access.",
    {
      actions: [
        "Microsoft.Authorization/roleAssignments/write",
        "Microsoft.Authorization/roleAssignments/delete",
        "*/read",
      ],
    },
  ],
  [
    "36243c78-bf99-498c-9df9-86d9f8d28608",
    "Resource Policy Contributor",
    "Creates and changes policies.",
    {
      actions: ["*/read", "Microsoft.Authorization/policyassignments/*", "Microsoft.Authorization/policydefinitions/*"],
    },
  ],
  [
    "9980e02c-c2be-4d73-94e8-173b1dc7cf3c",
    "Virtual Machine Contributor",
    "Create and manage virtual machines, manage disks, install and run software.",
    {
      actions: [
        ...BASICS,
        "Microsoft.Compute/availabilitySets/*",
        "Microsoft.Compute/locations/*",
        "Microsoft.Compute/virtualMachines/*",
        "Microsoft.Compute/disks/write",
        "Microsoft.Compute/disks/read",
        "Microsoft.Compute/disks/delete",
        "Microsoft.Network/networkInterfaces/*",
        "Microsoft.Network/networkSecurityGroups/join/action",
        "Microsoft.Network/networkSecurityGroups/read",
        "Microsoft.Network/publicIPAddresses/join/action",
        "Microsoft.Network/publicIPAddresses/read",
        "Microsoft.Network/virtualNetworks/read",
        "Microsoft.Network/virtualNetworks/subnets/join/action",
      ],
    },
  ],
  [
    "1c0163c0-47e6-4577-8991-ea5c82e286e4",
    "Virtual Machine Administrator Login",
    "Signs in to virtual machines as an administrator.",
    {
      actions: LOGIN_READS,
      dataActions: [
        "Microsoft.Compute/virtualMachines/login/action",
        "Microsoft.Compute/virtualMachines/loginAsAdmin/action",
      ],
    },
  ],
  [
    "fb879df8-f326-4884-b1cf-06f3ad86be52",
    "Virtual Machine User Login",
    "Signs in to virtual machines as a user.",
    { actions: LOGIN_READS, dataActions: ["Microsoft.Compute/virtualMachines/login/action"] },
  ],
  [
    "7efff54f-a5b4-42b5-a1c5-5411624893ce",
    "Disk Snapshot Contributor",
    "Takes and manages snapshots of disks.",
    { actions: ["Microsoft.Compute/snapshots/*", "Microsoft.Compute/disks/read", ...BASICS] },
  ],
  [
    "4d97b98b-1d4f-4787-a291-c67834d212e7",
    "Network Contributor",
    "Manages networks, but not access to them.",
    { actions: [...BASICS, "Microsoft.Network/*"] },
  ],
  [
    "4a9ae827-6dc8-4573-8ac7-8239d42aa03f",
    "Tag Contributor",
    "Lets you manage tags on entities, without providing access to the entities themselves.",
    {
      actions: [
        ...BASICS,
        "Microsoft.Resources/subscriptions/resourceGroups/resources/read",
        "Microsoft.Resources/tags/*",
      ],
    },
  ],
  [
    "f1a07417-d97a-45cb-824c-7a7467783830",
    "Managed Identity Operator",
    "Reads and assigns user-assigned identities.",
    {
      actions: [
        ...BASICS,
        "Microsoft.ManagedIdentity/userAssignedIdentities/*/read",
        "Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action",
      ],
    },
  ],
  [
    "17d1049b-9a84-46fb-8f53-869881c3d3ab",
    "Storage Account Contributor",
    "Manages storage accounts, with access to their keys.",
    { actions: [...BASICS, "Microsoft.Storage/storageAccounts/*"] },
  ],
  [
    "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
    "Storage Blob Data Owner",
    "Everything on blobs and their containers, access control too.",
    { actions: [`${BLOBS}/*`], dataActions: [`${BLOBS}/blobs/*`] },
  ],
  [
    "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
    "Storage Blob Data Contributor",
    "Reads, writes and deletes blobs and their containers.",
    {
      actions: [`${BLOBS}/read`, `${BLOBS}/write`, `${BLOBS}/delete`],
      dataActions: [`${BLOBS}/blobs/read`, `${BLOBS}/blobs/write`, `${BLOBS}/blobs/delete`],
    },
  ],
  [
    "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
    "Storage Blob Data Reader",
    "Reads blobs and their containers.",
    { actions: [`${BLOBS}/read`], dataActions: [`${BLOBS}/blobs/read`] },
  ],
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
    "7f951dda-4ed3-4680-a7ca-43fe172d538d",
    "AcrPull",
    "Pulls images from a container registry.",
    { actions: ["Microsoft.ContainerRegistry/registries/pull/read"] },
  ],
  [
    "8311e382-0749-4cb8-b61a-304f252e45ec",
    "AcrPush",
    "Pushes images to a container registry and pulls them.",
    {
      actions: [
        "Microsoft.ContainerRegistry/registries/pull/read",
        "Microsoft.ContainerRegistry/registries/push/write",
      ],
    },
  ],
  [
    "090c5cfd-751d-490a-894a-3ce6f1109419",
    "Azure Service Bus Data Owner",
    "Everything on the data of Service Bus.",
    { actions: ["Microsoft.ServiceBus/*"], dataActions: ["Microsoft.ServiceBus/*"] },
  ],
  [
    "a97b65f3-24c7-4388-baec-2e87135dc908",
    "Cognitive Services User",
    "Uses Cognitive Services and reads their keys.",
    {
      actions: ["Microsoft.CognitiveServices/*/read", "Microsoft.CognitiveServices/accounts/listkeys/action"],
      dataActions: ["Microsoft.CognitiveServices/*"],
    },
  ],
  [
    "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd",
    "Cognitive Services OpenAI User",
    "Uses the models of Azure OpenAI.",
    {
      actions: ["Microsoft.CognitiveServices/*/read"],
      dataActions: ["Microsoft.CognitiveServices/accounts/OpenAI/*"],
    },
  ],
  [
    "53ca6127-db72-4b80-b1b0-d745d6d5456d",
    "Azure AI User",
    "Reads AI projects and accounts and works with the data of a project.",
    {
      actions: [
        "Microsoft.Authorization/*/read",
        "Microsoft.CognitiveServices/*/read",
        "Microsoft.CognitiveServices/accounts/listkeys/action",
      ],
      dataActions: ["Microsoft.CognitiveServices/*"],
    },
  ],
];

/** The built-in roles that fleets of VMs and what stands beside them need, with Azure's ids (Azure built-in roles reference). */
export const BUILT_IN_ROLES: readonly BuiltInRole[] = TABLE.map(([id, roleName, description, rights]) => ({
  id,
  roleName,
  description,
  actions: rights.actions ?? [],
  notActions: rights.notActions ?? [],
  dataActions: rights.dataActions ?? [],
}));

/** A built-in role by its id. */
export function builtInRole(id: string): BuiltInRole | undefined {
  const wanted = id.toLowerCase();
  return BUILT_IN_ROLES.find((role) => role.id === wanted);
}
