/** Seconds at the 10th, 50th and 90th percentile, and the longest seen. */
export type DurationQuantiles = readonly [p10: number, p50: number, p90: number, max: number];

/** How long Azure was seen to take, in seconds; key: verb and type in lower case. Upper bounds: clients polled every 10 to 30 s. */
export const RECORDED_DURATIONS: Readonly<Record<string, DurationQuantiles>> = {
  // Not in the recordings: how long a lock goes on to hold after its removal was answered.
  "lapse microsoft.authorization/locks": [1, 5, 20, 60],
  "put microsoft.compute/disks": [0, 1, 30, 31],
  "begingetaccess microsoft.compute/disks": [0, 30, 30, 31],
  "delete microsoft.compute/disks": [0, 0, 1, 1],
  "put microsoft.compute/images": [30, 30, 31, 31],
  "delete microsoft.compute/images": [30, 31, 32, 32],
  "put microsoft.compute/snapshots": [3, 10, 12, 12],
  "delete microsoft.compute/snapshots": [1, 1, 1, 1],
  "put microsoft.compute/virtualmachines": [35, 96, 181, 2013],
  "patch microsoft.compute/virtualmachines": [0, 30, 31, 92],
  "delete microsoft.compute/virtualmachines": [31, 61, 150, 241],
  "deallocate microsoft.compute/virtualmachines": [46, 67, 150, 164],
  "poweroff microsoft.compute/virtualmachines": [30, 31, 61, 61],
  "start microsoft.compute/virtualmachines": [10, 40, 90, 90],
  "restart microsoft.compute/virtualmachines": [0, 0, 31, 31],
  "converttomanageddisks microsoft.compute/virtualmachines": [30, 31, 60, 60],
  "capture microsoft.compute/virtualmachines": [30, 30, 31, 31],
  // Not in the recordings: typical times from power on to sshd, and of cloud-init that installs packages.
  "boot microsoft.compute/virtualmachines": [8, 15, 30, 60],
  "cloudinit microsoft.compute/virtualmachines": [60, 120, 300, 600],
  "runcommand microsoft.compute/virtualmachines": [92, 275, 275, 275],
  "put microsoft.compute/virtualmachines/extensions": [30, 61, 271, 487],
  "delete microsoft.compute/virtualmachines/extensions": [30, 61, 122, 122],
  // Not in the recordings: the few purges that were seen took some polls.
  "purge microsoft.keyvault/deletedvaults": [10, 15, 30, 60],
  "put microsoft.network/networkinterfaces": [32, 71, 73, 152],
  "delete microsoft.network/networkinterfaces": [0, 1, 31, 31],
  "put microsoft.network/networksecuritygroups": [0, 1, 30, 31],
  "delete microsoft.network/networksecuritygroups": [0, 31, 31, 31],
  "put microsoft.network/networksecuritygroups/securityrules": [31, 31, 31, 31],
  "put microsoft.network/publicipaddresses": [0, 1, 4, 32],
  "delete microsoft.network/publicipaddresses": [0, 0, 31, 105],
  "put microsoft.network/virtualnetworks": [0, 1, 12, 1228],
  "delete microsoft.network/virtualnetworks": [0, 21, 22, 30],
  "put microsoft.network/virtualnetworks/subnets": [30, 30, 32, 638],
  "put microsoft.network/virtualnetworks/virtualnetworkpeerings": [0, 10, 11, 31],
  "delete microsoft.network/virtualnetworks/virtualnetworkpeerings": [0, 11, 11, 11],
  "put microsoft.resources/deployments": [30, 31, 153, 209],
  "whatif microsoft.resources/deployments": [15, 16, 76, 76],
  "delete microsoft.resources/resourcegroups": [48, 124, 466, 3404],
  "delete microsoft.servicebus/namespaces": [30, 32, 61, 61],
  "put microsoft.storage/storageaccounts": [17, 18, 30, 643],
};
