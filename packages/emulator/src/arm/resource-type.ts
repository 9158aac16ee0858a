import type { ResourceId } from "@azlin/core";
import type { JsonObject } from "../json/json.ts";
import type { Operation } from "../world/operation-engine.ts";
import type { ArmResource, StoredResource } from "../world/resource-store.ts";
import type { World } from "../world/world.ts";
import type { ArmRequest, ArmResponse } from "./arm-request.ts";

/** How an asynchronous answer tells where to poll: by which headers. */
export type AsyncAnswer = "none" | "async-operation" | "location" | "both";

/** How a type answers PUT or PATCH. The real `az` refuses any other code than Azure's. */
export interface WriteContract {
  /** Status for a new resource. */
  readonly created: 200 | 201 | 202;
  /** Status for one that was there. Default 200. */
  readonly updated?: 200 | 201 | 202;
  readonly answer: AsyncAnswer;
  /** provisioningState shown until the operation ends. Absent: `Succeeded` at once, whatever the headers say. */
  readonly transitional?: { readonly created: string; readonly updated: string };
  /** The answer that tells of a new resource has no body (Microsoft.Storage). */
  readonly bodyless?: boolean;
}

/** How a type answers DELETE. An absent resource is always 204. */
export interface DeleteContract {
  readonly status: 200 | 202 | 204;
  readonly answer: AsyncAnswer;
}

/** A write under way: `body` and `internals` are this draft's own and may be changed. */
export interface WriteDraft {
  readonly world: World;
  readonly request: WriteRequest;
  readonly id: ResourceId;
  readonly existing: StoredResource | undefined;
  readonly body: ArmResource & { properties: JsonObject };
  readonly internals: JsonObject;
}

/** The part of a request that a write needs; deployments write without an HTTP request of their own. */
export interface WriteRequest {
  readonly method: "PUT" | "PATCH";
  readonly resourceId: string;
  readonly body: JsonObject;
  readonly apiVersion: string;
  readonly headers?: Headers;
  /** Whether it is a child that came in its parent's document. */
  readonly embedded?: boolean;
}

/** How a resource is looked at. */
export interface ResourceView {
  readonly world: World;
  /** Query of the request; empty for views that no request asked for. */
  readonly query: ReadonlyMap<string, string>;
  /** Whether it is an element of a list. */
  readonly listed: boolean;
}

/** A POST action (or GET sub-view) of a type. */
export interface ResourceAction {
  readonly method?: "POST" | "GET";
  /** `sync` answers by {@link run}; otherwise 202 with these headers, and {@link complete} at the end. */
  readonly answer: "sync" | Exclude<AsyncAnswer, "none">;
  /** Checks and immediate effects; for `sync` its result is the answer. */
  run?(call: ActionCall): ArmResponse | undefined;
  /** Effect at the operation's end; its result is the body of the final GET on Location. */
  complete?(operation: Operation, world: World): JsonObject | undefined | Promise<JsonObject | undefined>;
}

/** A call of an action on a resource that exists. */
export interface ActionCall {
  readonly world: World;
  readonly request: ArmRequest;
  readonly resource: StoredResource;
}

/** A resource type: everything that tells it from the others, as data and small functions. */
export interface ResourceType {
  /** Full name, `Microsoft.Network/virtualNetworks/subnets`. */
  readonly type: string;
  /** Newest first, as the provider's list tells them. */
  readonly apiVersions: readonly string[];
  /** `tracked` (default) has location and tags and shows in resource lists; `proxy` (children) does not. */
  readonly kind?: "tracked" | "proxy";
  /** Which scopes hold it. Default `group`. */
  readonly scope?: "group" | "subscription" | "extension";
  readonly write?: WriteContract;
  /** PATCH, where it answers otherwise than PUT on an existing resource. */
  readonly patch?: WriteContract;
  readonly remove?: DeleteContract;
  /** Whether documents carry an `etag` member that changes with each write. */
  readonly etag?: boolean;
  readonly actions?: Readonly<Record<string, ResourceAction>>;
  /** Operations that the world starts by itself, by verb: what happens at their end. No request can name them. */
  readonly steps?: Readonly<Record<string, (operation: Operation, world: World) => JsonObject | undefined>>;
  /** Members of `properties` whose elements are children: they are stored apart and shown in the parent's document. */
  readonly embeds?: Readonly<Record<string, string>>;
  /** Checks a write and lays computed fields over it. Throws ArmError to refuse. */
  prepare?(draft: WriteDraft): void;
  /** After a write has been stored: other resources that follow from it. */
  written?(resource: StoredResource, draft: WriteDraft): void;
  /** End of a write's operation, which waits for a promise. The engine itself sets provisioningState to Succeeded. */
  settle?(resource: StoredResource, world: World): Promise<void> | undefined | void;
  /** After a resource was put into the world as it is: children in its document, states that follow from it. */
  seeded?(resource: StoredResource, world: World): void;
  /** The document as an answer shows it: references from elsewhere, instance views. Must not change anything. */
  view?(resource: StoredResource, view: ResourceView): ArmResource;
  /** Throws ArmError when the resource must not go. */
  guardDelete?(resource: StoredResource, world: World): void;
  /** After the resource has gone: what goes with it. */
  deleted?(resource: StoredResource, world: World): void;
  /** Another order or choice of list elements (filters of a type's own). */
  list?(resources: Iterable<StoredResource>, request: ArmRequest): Iterable<StoredResource>;
}

/** Identity function that gives a definition its type. */
export function defineResourceType(definition: ResourceType): ResourceType {
  return definition;
}
