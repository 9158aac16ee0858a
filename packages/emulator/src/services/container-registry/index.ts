import { defineService, type Service } from "../service.ts";
import { registryType } from "./registry-type.ts";

/** Microsoft.ContainerRegistry as far as looking images up takes it. */
export const containerRegistryService: Service = defineService({
  namespace: "Microsoft.ContainerRegistry",
  types: [registryType],
  routes: [],
});
