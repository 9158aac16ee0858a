import { defineService, type Service } from "../service.ts";
import { virtualMachineType } from "./virtual-machine/virtual-machine-type.ts";

/** Microsoft.Compute. */
export const computeService: Service = defineService({
  namespace: "Microsoft.Compute",
  types: [virtualMachineType],
  routes: [],
});
