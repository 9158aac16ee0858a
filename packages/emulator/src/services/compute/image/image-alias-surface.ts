import { json, type Surface } from "../../../http/surface.ts";
import { PLATFORM_IMAGES, type PlatformImage } from "../catalog/images.ts";

/** The document of image aliases that `az vm create --image Ubuntu2204` reads, at any host. */
export function imageAliasSurface(): Surface {
  return {
    name: "image-aliases",
    serves: (url) => /\/aliases\.json$/i.test(url.pathname),
    handle: async () =>
      json(200, { outputs: { aliases: { value: { Linux: aliases("Linux"), Windows: aliases("Windows") } } } }),
  };
}

function aliases(os: PlatformImage["os"]): Record<string, unknown> {
  const named = PLATFORM_IMAGES.filter((image) => image.os === os && image.alias !== undefined);
  return Object.fromEntries(
    named.map(({ alias, publisher, offer, sku, architecture }) => [
      alias!,
      { publisher, offer, sku, version: "latest", architecture },
    ]),
  );
}
