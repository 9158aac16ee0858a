import { ValidationError } from "@azlin/core";
import { parseImageReference, type ImageReference } from "./image-reference.ts";

/** Which images may be deployed. */
export interface ImageRules {
  /** Hosts of the registries that images may come from; they are compared as wholes. */
  readonly allowedRegistries: readonly string[];
  /** Whether an image has to be named by its digest, which nobody can move. Default: true. */
  readonly requireDigest?: boolean;
}

/**
 * Reads the reference of an image that may be deployed.
 *
 * @throws ValidationError (`INVALID_IMAGE`, `REGISTRY_NOT_ALLOWED`, `IMAGE_NOT_PINNED`).
 */
export function checkImage(image: string, { allowedRegistries, requireDigest = true }: ImageRules): ImageReference {
  const reference = parseImageReference(image);
  if (!allowedRegistries.some((host) => host.toLowerCase() === reference.registry)) {
    throw new ValidationError(
      "REGISTRY_NOT_ALLOWED",
      `'${image}' comes from ${reference.registry}, which is not allowed.`,
      {
        hint:
          allowedRegistries.length === 0
            ? "Name the registries that images may come from."
            : `Take it from ${allowedRegistries.join(" or ")}, or allow that registry.`,
        details: { image, registry: reference.registry, allowedRegistries },
      },
    );
  }
  if (requireDigest && reference.digest === undefined) {
    throw new ValidationError("IMAGE_NOT_PINNED", `'${image}' names a tag, behind which the image can change.`, {
      hint: "Name it by its digest (REGISTRY/NAME@sha256:…), or have the digest looked up.",
      details: { image },
    });
  }
  return reference;
}
