import { objectsAt } from "../json/json.ts";
import { resourceNameOf } from "@azlin/core";
import type { World } from "../world/world.ts";

/** A built-in role: id, name, what it allows and what it takes away again. */
export interface BuiltInRole {
  readonly id: string;
  readonly roleName: string;
  readonly description: string;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
}

const READ = ["*/read"];
const BASICS = [
  "Microsoft.Authorization/*/read",
  "Microsoft.Resources/deployments/*",
  "Microsoft.Resources/subscriptions/resourceGroups/read",
  "Microsoft.Insights/alertRules/*",
];

/** The built-in roles that fleets of VMs need, with Azure's ids (Azure built-in roles reference). */
export const BUILT_IN_ROLES: readonly BuiltInRole[] = [
  {
    id: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
    roleName: "Owner",
    description: "Grants full access to manage all resources, including the ability to assign roles in Azure RBAC.",
    actions: ["*"],
    notActions: [],
  },
  {
    id: "b24988ac-6180-42a0-ab88-20f7382dd24c",
    roleName: "Contributor",
    description: "Grants full access to manage all resources, but does not allow you to assign roles in Azure RBAC.",
    actions: ["*"],
    notActions: [
      "Microsoft.Authorization/*/Delete",
      "Microsoft.Authorization/*/Write",
      "Microsoft.Authorization/elevateAccess/Action",
    ],
  },
  {
    id: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
    roleName: "Reader",
    description: "View all resources, but does not allow you to make any changes.",
    actions: READ,
    notActions: [],
  },
  {
    id: "9980e02c-c2be-4d73-94e8-173b1dc7cf3c",
    roleName: "Virtual Machine Contributor",
    description: "Create and manage virtual machines, manage disks, install and run software.",
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
    notActions: [],
  },
  {
    id: "4a9ae827-6dc8-4573-8ac7-8239d42aa03f",
    roleName: "Tag Contributor",
    description: "Lets you manage tags on entities, without providing access to the entities themselves.",
    actions: [
      ...BASICS,
      "Microsoft.Resources/subscriptions/resourceGroups/resources/read",
      "Microsoft.Resources/tags/*",
    ],
    notActions: [],
  },
  {
    id: "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
    roleName: "User Access Administrator",
    description: "Lets you manage user access to Azure resources.",
    actions: ["*/read", "Microsoft.Authorization/*", "Microsoft.Support/*"],
    notActions: [],
  },
];

/** Whether the role of that definition id (built-in or custom) allows an action. */
export function roleAllows(world: World, roleDefinitionId: string, action: string): boolean {
  const id = resourceNameOf(roleDefinitionId).toLowerCase();
  const role = BUILT_IN_ROLES.find((builtIn) => builtIn.id === id);
  if (role !== undefined) return allows(role.actions, role.notActions, action);
  const custom = world.store.get(roleDefinitionId);
  return objectsAt(custom?.body.properties, "permissions").some((permission) =>
    allows(texts(permission["actions"]), texts(permission["notActions"]), action),
  );
}

function allows(actions: readonly string[], notActions: readonly string[], action: string): boolean {
  return actions.some((pattern) => covers(pattern, action)) && !notActions.some((pattern) => covers(pattern, action));
}

function covers(pattern: string, action: string): boolean {
  const source = pattern.replace(/[.*+?^${}()|[\]\\/]/g, (char) => (char === "*" ? ".*" : `\\${char}`));
  return new RegExp(`^${source}$`, "i").test(action);
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
}
