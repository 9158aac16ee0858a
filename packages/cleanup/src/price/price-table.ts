/**
 * What resources cost about, for orientation: US dollars a month of 730 hours, East US, pay as you go, Linux. The figures
 * were compiled in 2026-11 and not checked against Azure's own pages, which are what counts:
 * https://azure.microsoft.com/pricing/.
 */
export const CLEANUP_PRICES = {
  compiled: "2026-11",
  region: "eastus",
  currency: "USD",
  /** Types that cost nothing by themselves. */
  free: [
    "microsoft.compute/availabilitysets",
    "microsoft.compute/proximityplacementgroups",
    "microsoft.compute/sshpublickeys",
    "microsoft.compute/virtualmachines/extensions",
    "microsoft.keyvault/vaults",
    "microsoft.managedidentity/userassignedidentities",
    "microsoft.network/applicationsecuritygroups",
    "microsoft.network/networkinterfaces",
    "microsoft.network/networksecuritygroups",
    "microsoft.network/routetables",
    "microsoft.network/virtualnetworks",
    "microsoft.authorization/roleassignments",
  ],
  virtualMachines: {
    standard_b1s: 7.59,
    standard_b2s: 30.37,
    standard_b2ms: 60.74,
    standard_d2s_v3: 70.08,
    standard_d2s_v5: 70.08,
    standard_d4s_v5: 140.16,
    standard_d8s_v5: 280.32,
    standard_d16s_v5: 560.64,
    standard_e2s_v5: 91.98,
    standard_e4s_v5: 183.96,
    standard_e8s_v5: 367.92,
    standard_f2s_v2: 61.76,
    standard_f4s_v2: 123.37,
  },
  /** By type and price class. */
  services: {
    "microsoft.network/publicipaddresses": { Standard: 3.65 },
    "microsoft.network/natgateways": { Standard: 32.85 },
    "microsoft.network/bastionhosts": { Basic: 138.7, Standard: 211.7 },
    "microsoft.network/loadbalancers": { Basic: 0, Standard: 18.25 },
  },
} as const;
