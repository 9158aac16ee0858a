import { defineService, type Service } from "../service.ts";
import { availabilitySetType } from "./availability-set-type.ts";
import { diskType, snapshotType } from "./disk/disk-type.ts";
import { imageType } from "./image/image-type.ts";
import { platformImageRoutes } from "./image/platform-image-routes.ts";
import { locationRoutes } from "./location-routes.ts";
import { skuRoutes } from "./sku-routes.ts";
import { sshPublicKeyType } from "./ssh-key/ssh-public-key-type.ts";
import { extensionType } from "./virtual-machine/extension-type.ts";
import { managedRunCommandType } from "./virtual-machine/managed-run-command-type.ts";
import { virtualMachineType } from "./virtual-machine/virtual-machine-type.ts";

/** Microsoft.Compute. */
export const computeService: Service = defineService({
  namespace: "Microsoft.Compute",
  types: [
    virtualMachineType,
    extensionType,
    managedRunCommandType,
    diskType,
    snapshotType,
    imageType,
    availabilitySetType,
    sshPublicKeyType,
  ],
  routes: [...locationRoutes, ...skuRoutes, ...platformImageRoutes],
});
