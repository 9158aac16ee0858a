import { resourceKey } from "@azlin/core";
import { ArmError } from "../../arm/arm-error.ts";
import { requireBody, type ArmRequest, type ArmResponse } from "../../arm/arm-request.ts";
import { deleteResource } from "../../arm/delete-resource.ts";
import { findScope } from "../../arm/find-scope.ts";
import { letLapse, LOCK_TYPE, scopeOfLock } from "../../arm/management-locks.ts";
import { pageOf } from "../../arm/paging.ts";
import type { ArmRoute } from "../../arm/route-table.ts";
import { writeResource } from "../../arm/write-resource.ts";
import { textAt } from "../../json/json.ts";
import type { World } from "../../world/world.ts";
import { lockType } from "./lock-type.ts";

const LIST = `/{*scope}/providers/${LOCK_TYPE}`;
const LOCK = `${LIST}/{lockName}`;
const AT_SCOPE = /^\s*atScope\(\)\s*$/i;

/** Management locks. */
export const lockRoutes: readonly ArmRoute[] = [
  { method: "GET", path: LIST, handle: listLocks },
  { method: "GET", path: LOCK, handle: showLock },
  { method: "PUT", path: LOCK, handle: putLock },
  { method: "DELETE", path: LOCK, handle: removeLock },
];

/** All locks that lie at the scope, above it or below it; with the filter `atScope()` none from below. */
function listLocks(request: ArmRequest, world: World): ArmResponse {
  const scope = scopeOf(request);
  findScope(world, scope);
  const isBelowShown = !hasScopeFilter(request);
  const place = `${resourceKey(scope)}/`;
  const found = [...world.store.ofType(LOCK_TYPE)].filter(({ body }) => {
    const locked = `${resourceKey(scopeOfLock(body.id))}/`;
    return place.startsWith(locked) || (isBelowShown && locked.startsWith(place));
  });
  return pageOf(found, request, ({ body }) => body);
}

function hasScopeFilter(request: ArmRequest): boolean {
  const filter = request.query.get("$filter");
  if (filter === undefined || filter === "") return false;
  if (AT_SCOPE.test(filter)) return true;
  throw new ArmError(400, "InvalidFilterInQueryString", `Invalid $filter '${filter}' specified in the query string.`);
}

function showLock(request: ArmRequest, world: World): ArmResponse {
  const lock = world.store.get(idOf(request));
  if (lock !== undefined) return { status: 200, body: lock.body };
  findScope(world, scopeOf(request));
  throw new ArmError(404, "LockNotFound", `The lock '${request.parameters["lockName"]}' could not be found.`);
}

function putLock(request: ArmRequest, world: World): ArmResponse {
  const { apiVersion } = request;
  const write = { method: "PUT", resourceId: idOf(request), body: requireBody(request), apiVersion } as const;
  const { isNew, resource } = writeResource(world, lockType, write);
  return { status: isNew ? 201 : 200, body: resource.body };
}

function removeLock(request: ArmRequest, world: World): ArmResponse {
  const lock = world.store.get(idOf(request));
  if (lock === undefined) {
    findScope(world, scopeOf(request));
    return { status: 204 };
  }
  deleteResource(world, lockType, lock);
  letLapse(world, lock.body.id, textAt(lock.body.properties, "level") ?? "");
  return { status: 200 };
}

function scopeOf({ parameters }: ArmRequest): string {
  return parameters["scope"]!;
}

function idOf(request: ArmRequest): string {
  return `${scopeOf(request)}/providers/${LOCK_TYPE}/${request.parameters["lockName"]}`;
}
