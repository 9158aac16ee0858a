import type { JsonObject } from "../../../json/json.ts";
import type { StoredResource } from "../../../world/resource-store.ts";
import { powerOf } from "../../compute/virtual-machine/power.ts";

/** What Resource Graph adds to a resource's properties as `properties.extended`, by type. */
const EXTENDED: Readonly<Record<string, (resource: StoredResource) => JsonObject>> = {
  "microsoft.compute/virtualmachines": (vm) => {
    const power = powerOf(vm);
    const powerState = { code: `PowerState/${power}`, displayStatus: `VM ${power}`, level: "Info" };
    return { instanceView: { powerState } };
  },
};

/** The `extended` member of a resource's properties; most types have none. */
export function extendedProperties(resource: StoredResource): JsonObject | undefined {
  return EXTENDED[resource.body.type.toLowerCase()]?.(resource);
}
