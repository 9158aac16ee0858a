import { serveAdmin } from "../../broker/admin/admin-service.ts";
import type { Surface } from "../../http/surface.ts";
import type { World } from "../../world/world.ts";
import { brokerNamespaces } from "./broker-namespaces.ts";
import { worldTokenVerifier } from "./token-rights.ts";

/** The administration API of every namespace: `*.servicebus.windows.net`. */
export function serviceBusSurface(world: World): Surface {
  const verifyToken = worldTokenVerifier(world);
  return {
    name: "service-bus",
    serves: (url) => /\.servicebus\.windows\.net$/i.test(url.hostname),
    handle: (request) => serveAdmin({ directory: brokerNamespaces(world), clock: world.clock, verifyToken }, request),
  };
}
