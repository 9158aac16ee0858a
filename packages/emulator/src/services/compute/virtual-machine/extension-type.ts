import { ArmError } from "../../../arm/arm-error.ts";
import { defineResourceType, type ResourceType, type WriteDraft } from "../../../arm/resource-type.ts";
import { parentIdOf } from "../../../arm/write-resource.ts";
import { isObject, textAt, type JsonObject } from "../../../json/json.ts";
import type { ArmResource, StoredResource } from "../../../world/resource-store.ts";
import type { World } from "../../../world/world.ts";
import { COMPUTE_API_VERSIONS, COMPUTE_DELETE, COMPUTE_PATCH, COMPUTE_WRITE } from "../compute-contract.ts";
import { powerOf } from "./power.ts";

/** Extensions of a VM: kept and shown. Only VMAccess does something, and only where there are guests. */
export const extensionType: ResourceType = defineResourceType({
  type: "Microsoft.Compute/virtualMachines/extensions",
  apiVersions: COMPUTE_API_VERSIONS,
  write: COMPUTE_WRITE,
  patch: COMPUTE_PATCH,
  remove: COMPUTE_DELETE,
  prepare: prepareExtension,
  settle: enableExtension,
  view: ({ body }, { query }) =>
    query.get("$expand")?.toLowerCase() === "instanceview"
      ? { ...body, properties: { ...body.properties, instanceView: extensionView(body) } }
      : body,
});

/** The run-time view of an extension, alone or within its VM's. */
export function extensionView({ name, properties }: ArmResource): JsonObject {
  return {
    name,
    type: `${textAt(properties, "publisher")}.${textAt(properties, "type")}`,
    typeHandlerVersion: textAt(properties, "typeHandlerVersion") ?? "1.0",
    statuses: [
      {
        code: "ProvisioningState/succeeded",
        level: "Info",
        displayStatus: "Provisioning succeeded",
        message: "Enable succeeded.",
      },
    ],
  };
}

/** Secrets stay until the extension has been enabled, and never longer. */
function enableExtension(extension: StoredResource, world: World): void {
  const { protectedSettings, ...internals } = extension.internals;
  world.store.put({ body: extension.body, internals });
  const vm = world.store.get(parentIdOf(extension.body.id));
  if (vm === undefined || !isVmAccess(extension.body) || !isObject(protectedSettings)) return;
  world.guests?.changeAccess(vm, {
    username: textAt(protectedSettings, "username"),
    publicKey: textAt(protectedSettings, "ssh_key"),
    removesPriorKeys: protectedSettings["remove_prior_keys"] === true,
  });
}

function isVmAccess({ properties }: ArmResource): boolean {
  return textAt(properties, "type")?.toLowerCase() === "vmaccessforlinux";
}

function prepareExtension({ body, world, internals }: WriteDraft): void {
  const { properties } = body;
  if (isVmAccess(body) && world.guests !== undefined) internals["protectedSettings"] = properties["protectedSettings"];
  delete properties["protectedSettings"];
  delete properties["instanceView"];
  properties["autoUpgradeMinorVersion"] ??= false;
  const vm = world.store.get(parentIdOf(body.id));
  if (vm === undefined || powerOf(vm) === "running") return;
  throw new ArmError(409, "OperationNotAllowed", "Cannot modify extensions in the VM when the VM is not running.", {
    cause: "service",
  });
}
