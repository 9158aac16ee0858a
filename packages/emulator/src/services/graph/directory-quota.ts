import type { Principal } from "../../entra/principal.ts";
import type { World } from "../../world/world.ts";
import { GraphError } from "./graph-error.ts";

/**
 * Objects of a directory are counted until they are purged, those in its bin too; so are those of one caller that is
 * no administrator.
 *
 * @throws GraphError (`Directory_QuotaExceeded`) when there is no room for one more.
 */
export function requireRoom(world: World, { objectId, administrator = false }: Principal): void {
  const { objects: most, objectsPerCreator } = world.settings.directoryQuota;
  const own = administrator ? 0 : world.directory.count(objectId);
  if (world.directory.count() < most && own < objectsPerCreator) return;
  const whose = own >= objectsPerCreator ? "Principal" : "Tenant";
  throw new GraphError(
    403,
    "Directory_QuotaExceeded",
    `The directory object quota limit for the ${whose} has been exceeded. ` +
      "Please ask your administrator to increase the quota limit or delete objects to reduce the used quota.",
  );
}
