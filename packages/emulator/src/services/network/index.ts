import { defineService, type Service } from "../service.ts";
import { networkInterfaceType } from "./network-interface.ts";
import { locationRoutes } from "./location-routes.ts";
import { publicIpAddressType } from "./public-ip-address.ts";
import { networkSecurityGroupType, securityRuleType } from "./network-security-group.ts";
import { virtualNetworkPeeringType } from "./virtual-network-peering.ts";
import { subnetType, virtualNetworkType } from "./virtual-network.ts";

/** Microsoft.Network as far as VMs need it. */
export const networkService: Service = defineService({
  namespace: "Microsoft.Network",
  types: [
    virtualNetworkType,
    subnetType,
    virtualNetworkPeeringType,
    networkSecurityGroupType,
    securityRuleType,
    publicIpAddressType,
    networkInterfaceType,
  ],
  routes: locationRoutes,
});
