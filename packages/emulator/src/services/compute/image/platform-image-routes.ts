import { ArmError } from "../../../arm/arm-error.ts";
import type { ArmRequest, ArmResponse } from "../../../arm/arm-request.ts";
import type { ArmRoute } from "../../../arm/route-table.ts";
import { PLATFORM_IMAGES, type PlatformImage } from "../catalog/images.ts";

const LOCATION = "/subscriptions/{subscriptionId}/providers/Microsoft.Compute/locations/{location}";
const PUBLISHERS = `${LOCATION}/publishers`;
const OFFERS = `${PUBLISHERS}/{publisher}/artifacttypes/vmimage/offers`;
const SKUS = `${OFFERS}/{offer}/skus`;
const VERSIONS = `${SKUS}/{sku}/versions`;

/** The catalog of platform images, level by level; its lists are bare arrays. */
export const platformImageRoutes: readonly ArmRoute[] = [
  { method: "GET", path: PUBLISHERS, handle: (request) => listLevel(request, "publisher") },
  { method: "GET", path: OFFERS, handle: (request) => listLevel(request, "offer") },
  { method: "GET", path: SKUS, handle: (request) => listLevel(request, "sku") },
  { method: "GET", path: VERSIONS, handle: listVersions },
  { method: "GET", path: `${VERSIONS}/{version}`, handle: showVersion },
];

const LEVELS = ["publisher", "offer", "sku"] as const;

function listLevel(request: ArmRequest, level: (typeof LEVELS)[number]): ArmResponse {
  const names = new Set(imagesOf(request).map((image) => image[level]));
  return { status: 200, body: [...names].map((name) => entryOf(request, name)) };
}

function listVersions(request: ArmRequest): ArmResponse {
  const images = imagesOf(request);
  if (images.length === 0) throw imageNotFound(request);
  const versions = images.flatMap((image) => [...image.versions]);
  if (/desc$/i.test(request.query.get("$orderby") ?? "")) versions.reverse();
  const top = Number(request.query.get("$top") ?? versions.length);
  return { status: 200, body: versions.slice(0, top).map((version) => entryOf(request, version)) };
}

function showVersion(request: ArmRequest): ArmResponse {
  const [image] = imagesOf(request);
  const asked = request.parameters["version"]!.toLowerCase();
  const version = asked === "latest" ? image?.versions.at(-1) : image?.versions.find((one) => one === asked);
  if (image === undefined || version === undefined) throw imageNotFound(request);
  return {
    status: 200,
    body: {
      location: request.parameters["location"],
      name: version,
      id: pathUpTo(request, version),
      properties: {
        hyperVGeneration: image.hyperVGeneration,
        architecture: image.architecture,
        replicaType: "Managed",
        replicaCount: 10,
        disallowed: { vmDiskType: "Unmanaged" },
        automaticOSUpgradeProperties: { automaticOSUpgradeSupported: true },
        imageDeprecationStatus: { imageState: "Active" },
        features: [
          { name: "SecurityType", value: "TrustedLaunchSupported" },
          { name: "IsAcceleratedNetworkSupported", value: "True" },
          { name: "DiskControllerTypes", value: "SCSI, NVMe" },
          { name: "IsHibernateSupported", value: "True" },
        ],
        osDiskImage: { operatingSystem: image.os, sizeInGb: image.os === "Linux" ? 30 : 127 },
        dataDiskImages: [],
      },
    },
  };
}

/** The images that the named levels of the path leave. */
function imagesOf({ parameters }: ArmRequest): PlatformImage[] {
  return PLATFORM_IMAGES.filter((image) =>
    LEVELS.every((level) => {
      const wanted = parameters[level];
      return wanted === undefined || image[level].toLowerCase() === wanted.toLowerCase();
    }),
  );
}

function entryOf(request: ArmRequest, name: string): unknown {
  return { location: request.parameters["location"], name, id: `/${request.segments.join("/")}/${name}` };
}

function pathUpTo(request: ArmRequest, version: string): string {
  return `/${[...request.segments.slice(0, -1), version].join("/")}`;
}

function imageNotFound({ parameters }: ArmRequest): ArmError {
  const { publisher, offer, sku, version = "latest" } = parameters;
  return new ArmError(
    404,
    "NotFound",
    `Artifact: VMImage was not found: publisher '${publisher}', offer '${offer}', sku '${sku}', version '${version}'.`,
    { cause: "service" },
  );
}
