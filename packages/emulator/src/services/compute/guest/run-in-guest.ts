import { objectAt, objectsAt, textAt, type JsonObject } from "../../../json/json.ts";
import type { StoredResource } from "../../../world/resource-store.ts";
import type { World } from "../../../world/world.ts";
import { runScriptedGuest, type GuestResult } from "./scripted-guest.ts";

/** A script for a VM, with Azure's `parameters: [{ name, value }]`. */
export interface VmScript {
  readonly lines: readonly string[];
  readonly parameters: readonly JsonObject[];
}

/** Runs a script in a VM's guest: a promise where guests are on, at once in the scripted one where they are not. */
export function runInGuest(
  world: World,
  vm: StoredResource,
  { lines, parameters }: VmScript,
): GuestResult | Promise<GuestResult> {
  const named: Record<string, string> = {};
  for (const [index, parameter] of parameters.entries()) {
    const value = textAt(parameter, "value") ?? "";
    named[textAt(parameter, "name") ?? ""] = value;
    named[String(index + 1)] = value;
  }
  const computerName = textAt(objectAt(vm.body.properties, "osProfile"), "computerName") ?? vm.body.name;
  const script = { lines, parameters: named, computerName };
  return world.guests === undefined ? runScriptedGuest(script) : world.guests.run(vm, script);
}

/** The parameters of a run command, as Azure takes them. */
export function guestParameters(body: JsonObject): JsonObject[] {
  return objectsAt(body, "parameters");
}
