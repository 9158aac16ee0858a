import type { DirectoryObject } from "../../entra/directory-object.ts";
import type { GraphPermission, Principal } from "../../entra/principal.ts";
import { requestDenied } from "./graph-errors.ts";

/** Permissions that let an application write what is not its own. */
const WRITES_ALL: readonly GraphPermission[] = ["Application.ReadWrite.All", "Directory.ReadWrite.All"];
const WRITES_OWN: GraphPermission = "Application.ReadWrite.OwnedBy";

/** Holds a caller to the permissions it was granted on Graph; the administrator may do anything. */

/** @throws GraphError (`Authorization_RequestDenied`) for a caller without any permission that reads. */
export function requireReader(principal: Principal): void {
  if (principal.administrator === true || (principal.graphPermissions ?? []).length > 0) return;
  throw requestDenied();
}

/** @throws GraphError (`Authorization_RequestDenied`) for a caller that may make neither its own nor any objects. */
export function requireCreator(principal: Principal): void {
  if (!writesAll(principal) && !holds(principal, [WRITES_OWN])) throw requestDenied();
}

/** @throws GraphError (`Authorization_RequestDenied`) for a caller that may not change this object. */
export function requireWriter(principal: Principal, object: DirectoryObject): void {
  const isOwner = object.createdBy !== undefined && object.createdBy === principal.objectId;
  if (writesAll(principal) || (isOwner && holds(principal, [WRITES_OWN]))) return;
  throw requestDenied();
}

function writesAll(principal: Principal): boolean {
  return principal.administrator === true || holds(principal, WRITES_ALL);
}

function holds({ graphPermissions = [] }: Principal, wanted: readonly GraphPermission[]): boolean {
  return wanted.some((permission) => graphPermissions.includes(permission));
}
