import { BASICS, type RoleRow } from "./role-row.ts";

const LOGIN_READS = [
  "Microsoft.Network/publicIPAddresses/read",
  "Microsoft.Network/virtualNetworks/read",
  "Microsoft.Network/networkInterfaces/read",
  "Microsoft.Compute/virtualMachines/*/read",
];

/** Roles on virtual machines and what they hang on. */
export const MACHINE_ROLES: readonly RoleRow[] = [
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
];
