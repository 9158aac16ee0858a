import { sameResource } from "@azlin/core";
import { ArmError } from "../../../arm/arm-error.ts";
import { invalidResourceReference } from "../../../arm/arm-errors.ts";
import type { WriteDraft } from "../../../arm/resource-type.ts";
import { objectAt, objectsAt, textAt } from "../../../json/json.ts";

const VM = "Microsoft.Compute/virtualMachines";

/** Network interfaces of a VM must exist and be nobody else's. */
export function checkNetworkProfile({ body, existing, world }: WriteDraft): void {
  const { properties } = body;
  properties["networkProfile"] ??= existing?.body.properties?.["networkProfile"] ?? { networkInterfaces: [] };
  const profile = objectAt(properties, "networkProfile");
  const interfaces = objectsAt(profile, "networkInterfaces");
  for (const entry of interfaces) {
    const id = textAt(entry, "id") ?? "";
    if (!world.store.has(id)) throw invalidResourceReference(id, body.id);
    const owner = Array.from(world.store.referrers(id, VM)).find((vm) => !sameResource(vm.body.id, body.id));
    if (owner !== undefined) throw interfaceInUse(id, owner.body.id);
  }
  properties["networkProfile"] = {
    ...profile,
    networkInterfaces: interfaces.map((entry) => ({
      id: textAt(entry, "id"),
      properties: objectAt(entry, "properties"),
    })),
  };
}

function interfaceInUse(id: string, ownerId: string): ArmError {
  return new ArmError(
    400,
    "NicInUse",
    `Network Interface ${id} is used by existing resource ${ownerId}. In order to use it here, it must be dissociated ` +
      "from the resource. To learn more, see aka.ms/deletenic.",
    { cause: "service", details: [] },
  );
}
