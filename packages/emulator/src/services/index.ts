import { appService } from "./app/index.ts";
import { authorizationService } from "./authorization/index.ts";
import { computeService } from "./compute/index.ts";
import { containerRegistryService } from "./container-registry/index.ts";
import { keyVaultService } from "./key-vault/index.ts";
import { managedIdentityService } from "./managed-identity/index.ts";
import { networkService } from "./network/index.ts";
import { resourceGraphService } from "./resource-graph/index.ts";
import { resourcesService } from "./resources/index.ts";
import { serviceBusService } from "./service-bus/index.ts";
import { storageService } from "./storage/index.ts";
import type { Service } from "./service.ts";

/** The resource providers of the local Azure. */
export const SERVICES: readonly Service[] = [
  resourcesService,
  authorizationService,
  networkService,
  computeService,
  storageService,
  managedIdentityService,
  keyVaultService,
  appService,
  containerRegistryService,
  serviceBusService,
  resourceGraphService,
];
