import { json, type Surface } from "../../../http/surface.ts";
import { PLATFORM_IMAGES, type PlatformImage } from "../catalog/images.ts";

/** Where a stock client looks for the document; it also asks there whether it is up to date, which nobody knows here. */
const PUBLISHER = "raw.githubusercontent.com";

/** The document of image aliases that `az vm create --image Ubuntu2204` reads, at any host. */
export function imageAliasSurface(): Surface {
  return {
    name: "image-aliases",
    serves: (url) => url.hostname === PUBLISHER || isDocument(url),
    handle: async (_request, url) => {
      if (!isDocument(url)) return new Response("404: Not Found", { status: 404 });
      return json(200, { outputs: { aliases: { value: { Linux: aliases("Linux"), Windows: aliases("Windows") } } } });
    },
  };
}

function isDocument({ pathname }: URL): boolean {
  return /\/aliases\.json$/i.test(pathname);
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
