import type { ArmRoute } from "../arm/route-table.ts";
import type { ResourceType } from "../arm/resource-type.ts";

/** A resource provider of the local Azure: its types, and the routes that are more than a type. */
export interface Service {
  /** Namespace, `Microsoft.Compute`. */
  readonly namespace: string;
  readonly types: readonly ResourceType[];
  readonly routes: readonly ArmRoute[];
}

/** Identity function that gives a service its type. */
export function defineService(service: Service): Service {
  return service;
}
