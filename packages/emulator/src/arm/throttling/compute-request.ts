import type { World } from "../../world/world.ts";
import type { ArmRequest } from "../arm-request.ts";
import { subscriptionOf } from "./throttle-rule.ts";

/** The classes of requests that Compute counts apart, by the names that its headers have for them. */
export type ComputeClass =
  | "PutVM"
  | "UpdateVM"
  | "DeleteVM"
  | "LowCostGet"
  | "HighCostGet"
  | "GuestPatch"
  | "GetOperation";

/** A request to Compute, as its limits see it. */
export interface ComputeRequest {
  readonly kind: ComputeClass;
  /** Subscription and region. */
  readonly place: string;
  /** Id of the VM that it is about, in lower case; absent for lists. */
  readonly vm?: string;
}

const VMS = "/providers/microsoft.compute/virtualmachines";
const OPERATION = /\/providers\/microsoft\.compute\/locations\/([^/]+)\/operations\/([^/]+)$/;
const LIST = /\/providers\/microsoft\.compute\/(?:locations\/[^/]+\/)?virtualmachines$/;
const OWN_CLASSES: Readonly<Record<string, ComputeClass>> = { PUT: "PutVM", DELETE: "DeleteVM" };
const PATCHES = new Set(["assesspatches", "installpatches", "cancelpatchinstallation"]);

/** Reads a request as one about VMs; `undefined` when it is not. */
export function readComputeRequest(request: ArmRequest, world: World): ComputeRequest | undefined {
  const subscription = subscriptionOf(request);
  const path = `/${request.segments.join("/").toLowerCase()}`;
  if (subscription === undefined || !path.includes("/providers/microsoft.compute/")) return undefined;
  if (LIST.test(path)) return { kind: "HighCostGet", place: subscription };
  const poll = OPERATION.exec(path);
  if (poll !== null) return readPoll(world, subscription, poll);
  const vm = vmIn(path);
  if (vm === undefined) return undefined;
  const [part = ""] = path.slice(vm.length + 1).split("/");
  return { kind: classOf(request.method, part), place: `${subscription} ${regionOf(vm, request, world)}`, vm };
}

function readPoll(world: World, subscription: string, [, location = "", id = ""]: readonly string[]): ComputeRequest {
  const vm = vmIn(world.operations.get(id)?.resourceId.toLowerCase() ?? "");
  return { kind: "GetOperation", place: `${subscription} ${location}`, ...(vm !== undefined && { vm }) };
}

/** The id of the VM that a path leads into. */
function vmIn(path: string): string | undefined {
  const at = path.indexOf(`${VMS}/`);
  if (at < 0) return undefined;
  const end = path.indexOf("/", at + VMS.length + 1);
  return end < 0 ? path : path.slice(0, end);
}

/** `part` is what follows the VM's name in the path; empty for requests to the VM itself. */
function classOf(method: string, part: string): ComputeClass {
  if (method === "GET" || method === "HEAD") return "LowCostGet";
  if (PATCHES.has(part)) return "GuestPatch";
  if (part === "deallocate") return "DeleteVM";
  return (part === "" ? OWN_CLASSES[method] : undefined) ?? "UpdateVM";
}

/** A VM that is not there yet is counted where it is to be. */
function regionOf(vm: string, { body }: ArmRequest, world: World): string {
  const location = world.store.get(vm)?.body.location ?? body?.["location"];
  return typeof location === "string" ? location.toLowerCase().replaceAll(" ", "") : "";
}
