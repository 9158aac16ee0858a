import { BASICS, type RoleRow } from "./role-row.ts";

/** Roles on everything, on access and on what surrounds resources. */
export const GENERAL_ROLES: readonly RoleRow[] = [
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
    "e40ec5ca-96e0-45a2-b4ff-59039f2c2b59",
    "Managed Identity Contributor",
    "Creates, reads, changes and deletes user-assigned identities.",
    { actions: [...BASICS, "Microsoft.ManagedIdentity/userAssignedIdentities/*"] },
  ],
  [
    "39bc4728-0917-49c7-9d2c-d95423bc2eb4",
    "Security Reader",
    "Views recommendations, alerts and states of security.",
    { actions: [...BASICS, "Microsoft.Security/*/read", "Microsoft.operationalInsights/workspaces/*/read"] },
  ],
  [
    "72fafb9e-0641-4937-9268-a91bfd8191a3",
    "Cost Management Reader",
    "Views costs and their budgets.",
    { actions: ["Microsoft.Consumption/*/read", "Microsoft.CostManagement/*/read", ...BASICS] },
  ],
];
