import { createHash } from "node:crypto";
import { resourceKey } from "@azlin/core";
import { textAt } from "../../json/json.ts";
import type { StoredResource } from "../../world/resource-store.ts";

/**
 * Name of the directory with the contents of a disk, snapshot or image. Another one when a disk of the same name is
 * made anew, or put in its place by a reimage: Azure gives each its own `uniqueId`.
 */
export function diskKey({ body }: StoredResource): string {
  const identity = `${resourceKey(body.id)}|${textAt(body.properties, "uniqueId") ?? ""}`;
  return createHash("sha256").update(identity).digest("hex").slice(0, 24);
}
