/**
 * Types in the order in which they go when both of a pair name each other: what uses others comes first. Providers list
 * users in what is used (a security group its interfaces), so that names alone do not tell the direction.
 */
const TYPE_ORDER = [
  "microsoft.compute/virtualmachinescalesets",
  "microsoft.compute/virtualmachines",
  "microsoft.containerservice/managedclusters",
  "microsoft.app/containerapps",
  "microsoft.app/jobs",
  "microsoft.app/managedenvironments",
  "microsoft.web/sites",
  "microsoft.web/serverfarms",
  "microsoft.network/connections",
  "microsoft.network/privateendpoints",
  "microsoft.network/privatelinkservices",
  "microsoft.network/applicationgateways",
  "microsoft.network/azurefirewalls",
  "microsoft.network/bastionhosts",
  "microsoft.network/virtualnetworkgateways",
  "microsoft.network/networkinterfaces",
  "microsoft.network/loadbalancers",
  "microsoft.network/privatednszones",
  "microsoft.network/virtualnetworks",
  "microsoft.network/natgateways",
  "microsoft.network/firewallpolicies",
  "microsoft.network/applicationsecuritygroups",
  "microsoft.network/networksecuritygroups",
  "microsoft.network/routetables",
  "microsoft.network/publicipaddresses",
  "microsoft.network/publicipprefixes",
  "microsoft.compute/disks",
  "microsoft.compute/diskencryptionsets",
  "microsoft.compute/availabilitysets",
  "microsoft.compute/proximityplacementgroups",
  "microsoft.managedidentity/userassignedidentities",
  "microsoft.keyvault/vaults",
];

const RANKS: ReadonlyMap<string, number> = new Map(TYPE_ORDER.map((type, rank) => [type, rank]));

/** They look at other resources and do not need them: what they name does not wait for them. */
const OBSERVERS =
  /^microsoft\.(?:insights|alertsmanagement|maintenance|security|advisor|operationsmanagement)\/|^microsoft\.devtestlab\/schedules$/;

/** Parents whose provider refuses to delete them before their children. All others take their children along. */
const CHILDREN_FIRST: ReadonlySet<string> = new Set([
  "microsoft.network/privatednszones",
  "microsoft.recoveryservices/vaults",
  "microsoft.app/managedenvironments",
]);

/** Place of a type in the order; `undefined` when nobody knows. */
export function rankOf(type: string): number | undefined {
  return RANKS.get(type.toLowerCase());
}

/** Whether resources of this type only look at those that they name. */
export function isObserver(type: string): boolean {
  return OBSERVERS.test(type.toLowerCase());
}

/** Whether children have to go before a parent of this type. */
export function goesAfterChildren(type: string): boolean {
  return CHILDREN_FIRST.has(type.toLowerCase());
}
