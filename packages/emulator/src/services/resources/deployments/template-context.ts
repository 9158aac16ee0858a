import type { Json, JsonObject } from "../../../json/json.ts";
import type { World } from "../../../world/world.ts";

/** Where a deployment writes to. */
export interface DeploymentScope {
  readonly subscriptionId: string;
  /** Absent for a deployment at the subscription. */
  readonly resourceGroup?: string;
}

/** What a template's expressions can see. */
export interface TemplateContext {
  readonly world: World;
  readonly scope: DeploymentScope;
  readonly deploymentName: string;
  readonly parameters: JsonObject;
  /** Variables as written: evaluated when they are asked for. */
  readonly variables: JsonObject;
  /** Resource ids by symbolic name. */
  readonly symbols: Readonly<Record<string, string>>;
}

/** A value of an expression. */
export type TemplateValue = Json | undefined;

/** Resource id of a scope: subscription or resource group. */
export function scopeId({ subscriptionId, resourceGroup }: DeploymentScope): string {
  const subscription = `/subscriptions/${subscriptionId}`;
  return resourceGroup === undefined ? subscription : `${subscription}/resourceGroups/${resourceGroup}`;
}
