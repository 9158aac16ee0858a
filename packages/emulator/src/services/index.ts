import { authorizationService } from "./authorization/index.ts";
import { computeService } from "./compute/index.ts";
import { networkService } from "./network/index.ts";
import { resourcesService } from "./resources/index.ts";
import type { Service } from "./service.ts";

/** The resource providers of the local Azure. */
export const SERVICES: readonly Service[] = [resourcesService, authorizationService, networkService, computeService];
