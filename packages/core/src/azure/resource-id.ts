import { ValidationError } from "../errors/families.ts";

/**
 * An Azure Resource Manager id, taken apart. Azure compares ids without regard to case but keeps the spelling;
 * so do we: the parts keep the spelling, {@link resourceKey} is what to compare and to index by.
 */
export interface ResourceId {
  /** Subscription GUID; absent for tenant-level ids. */
  readonly subscriptionId?: string;
  /** Resource group name; absent for ids above a group. */
  readonly resourceGroup?: string;
  /** Resource provider namespace, `Microsoft.Compute`; absent for subscriptions and resource groups. */
  readonly provider?: string;
  /** Type names below the provider, `["virtualMachines", "extensions"]`. Empty without a provider. */
  readonly types: readonly string[];
  /** One name for each entry of {@link types}. */
  readonly names: readonly string[];
  /** For an extension resource (a lock, a role assignment): the id it extends. */
  readonly scope?: string;
}

/** Parts from which {@link formatResourceId} makes an id. */
export interface ResourceIdParts {
  readonly subscriptionId: string;
  readonly resourceGroup?: string;
  /** Full type, `Microsoft.Compute/virtualMachines` or `Microsoft.Network/virtualNetworks/subnets`. */
  readonly type?: string;
  /** Names, one per type segment; a single name may be given as a string. */
  readonly name?: string | readonly string[];
}

/**
 * Takes an ARM id apart. Leading and doubled slashes are tolerated, as Azure does.
 *
 * @throws ValidationError (`INVALID_RESOURCE_ID`) when the text is not an ARM id.
 */
export function parseResourceId(id: string): ResourceId {
  const parsed = tryParseResourceId(id);
  if (parsed === undefined) {
    throw new ValidationError("INVALID_RESOURCE_ID", `'${id}' is not an Azure resource id.`, {
      hint: "Expected /subscriptions/{id}/resourceGroups/{name}/providers/{namespace}/{type}/{name}.",
    });
  }
  return parsed;
}

/** Like {@link parseResourceId}, but answers `undefined` for anything that is not an ARM id. */
export function tryParseResourceId(id: string): ResourceId | undefined {
  const segments = id.split("/").filter(Boolean);
  // Lists of ten thousand ids pass here: one look at each segment, from the end.
  let at = segments.length - 1;
  while (at >= 0 && segments[at]!.toLowerCase() !== "providers") at -= 1;
  if (at < 0) return parseContainer(segments);
  const provider = segments[at + 1];
  const count = segments.length - at - 2;
  if (provider === undefined || count <= 0 || count % 2 !== 0) return undefined;
  const parent = segments.slice(0, at);
  const container = parseContainer(parent) ?? extendedContainer(parent);
  if (container === undefined) return undefined;
  const types: string[] = [];
  const names: string[] = [];
  for (let index = at + 2; index < segments.length; index += 2) {
    types.push(segments[index]!);
    names.push(segments[index + 1]!);
  }
  return { ...container, provider, types, names };
}

/** Whether the text is an ARM id. */
export function isResourceId(text: string): boolean {
  return text.startsWith("/") && tryParseResourceId(text) !== undefined;
}

/** Builds an id with Azure's own spelling of the fixed segments. */
export function formatResourceId(parts: ResourceIdParts): string {
  let id = `/subscriptions/${parts.subscriptionId}`;
  if (parts.resourceGroup !== undefined) id += `/resourceGroups/${parts.resourceGroup}`;
  if (parts.type === undefined) return id;
  const [provider, ...types] = parts.type.split("/");
  const names = typeof parts.name === "string" ? [parts.name] : (parts.name ?? []);
  id += `/providers/${provider}`;
  types.forEach((type, index) => {
    id += `/${type}`;
    if (names[index] !== undefined) id += `/${names[index]}`;
  });
  return id;
}

/** The form of an id to compare and to index by: lower case, single slashes, no trailing slash. */
export function resourceKey(id: string): string {
  const key = id.toLowerCase();
  return key.includes("//") || key.endsWith("/") ? `/${key.split("/").filter(Boolean).join("/")}` : key;
}

/** Whether two ids name the same resource. */
export function sameResource(left: string, right: string): boolean {
  return left === right || resourceKey(left) === resourceKey(right);
}

/** Full type of an id, `Microsoft.Compute/virtualMachines`; groups and subscriptions have one too. */
export function resourceTypeOf(id: ResourceId): string {
  if (id.provider !== undefined) return [id.provider, ...id.types].join("/");
  return id.resourceGroup === undefined
    ? "Microsoft.Resources/subscriptions"
    : "Microsoft.Resources/subscriptions/resourceGroups";
}

/** Last name of an id: what people call the resource. */
export function resourceNameOf(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

function parseContainer(segments: readonly string[]): ResourceId | undefined {
  const [subscriptions, subscriptionId, groups, resourceGroup] = segments;
  if (segments.length === 0) return { types: [], names: [] };
  if (subscriptions?.toLowerCase() !== "subscriptions" || subscriptionId === undefined) return undefined;
  if (segments.length === 2) return { subscriptionId, types: [], names: [] };
  if (segments.length !== 4 || groups?.toLowerCase() !== "resourcegroups" || resourceGroup === undefined) {
    return undefined;
  }
  return { subscriptionId, resourceGroup, types: [], names: [] };
}

function extendedContainer(segments: readonly string[]): ResourceId | undefined {
  const scope = `/${segments.join("/")}`;
  const parent = tryParseResourceId(scope);
  if (parent === undefined) return undefined;
  const { subscriptionId, resourceGroup } = parent;
  return {
    ...(subscriptionId !== undefined && { subscriptionId }),
    ...(resourceGroup !== undefined && { resourceGroup }),
    types: [],
    names: [],
    scope,
  };
}
