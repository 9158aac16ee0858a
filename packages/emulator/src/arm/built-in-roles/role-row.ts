/** What a built-in role allows and takes away again; what is absent is nothing. */
export interface RoleRowRights {
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly dataActions?: readonly string[];
}

/** A built-in role: its id, its name, what it is for, and its rights. */
export type RoleRow = readonly [id: string, roleName: string, description: string, rights: RoleRowRights];

/** What most roles on one kind of resource can do beside. */
export const BASICS = [
  "Microsoft.Authorization/*/read",
  "Microsoft.Resources/deployments/*",
  "Microsoft.Resources/subscriptions/resourceGroups/read",
  "Microsoft.Insights/alertRules/*",
];
