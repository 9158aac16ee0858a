import { objectAt, objectsAt, textAt, type JsonObject } from "../../../json/json.ts";
import type { StoredResource } from "../../../world/resource-store.ts";
import { runScriptedGuest, type GuestResult } from "./scripted-guest.ts";

/** Runs the lines of a script with Azure's `parameters: [{ name, value }]` in a VM's guest. */
export function runInGuest(
  vm: StoredResource,
  lines: readonly string[],
  parameters: readonly JsonObject[],
): GuestResult {
  const named: Record<string, string> = {};
  for (const [index, parameter] of parameters.entries()) {
    const value = textAt(parameter, "value") ?? "";
    named[textAt(parameter, "name") ?? ""] = value;
    named[String(index + 1)] = value;
  }
  const computerName = textAt(objectAt(vm.body.properties, "osProfile"), "computerName") ?? vm.body.name;
  return runScriptedGuest({ lines, parameters: named, computerName });
}

/** The parameters of a run command, as Azure takes them. */
export function guestParameters(body: JsonObject): JsonObject[] {
  return objectsAt(body, "parameters");
}
