import { invalidResourceType } from "../../../arm/arm-errors.ts";
import { requireUnlocked } from "../../../arm/management-locks.ts";
import { writeResource } from "../../../arm/write-resource.ts";
import { resourceNameOf } from "@azlin/core";
import { objectAt, textAt, type JsonObject } from "../../../json/json.ts";
import type { Operation } from "../../../world/operation-engine.ts";
import type { World } from "../../../world/world.ts";
import { writeGroup } from "../write-group.ts";
import { evaluateObject } from "./evaluate-template.ts";
import type { PlannedResource } from "./planned-resource.ts";
import type { TemplateContext } from "./template-context.ts";

/** What a write led to: an operation to wait for, or nothing more to wait for. */
export interface PlannedWrite {
  readonly isNew: boolean;
  readonly operation: Operation | undefined;
}

/** Members of a template's resource that speak to Resource Manager, not to the provider. */
const DIRECTIVES = new Set([
  "type",
  "apiVersion",
  "name",
  "dependsOn",
  "condition",
  "copy",
  "comments",
  "metadata",
  "resources",
  "scope",
  "resourceGroup",
  "subscriptionId",
]);

/** Writes one resource of a deployment as if a client had. @throws ArmError as Azure refuses. */
export function writePlannedResource(planned: PlannedResource, context: TemplateContext): PlannedWrite {
  const { world } = context;
  requireUnlocked(world, planned.id, "write");
  const sent = Object.entries(planned.raw).filter(([member]) => !DIRECTIVES.has(member));
  const body = evaluateObject(Object.fromEntries(sent), context);
  if (planned.type.toLowerCase() === "microsoft.resources/resourcegroups") {
    return { isNew: writeGroup(world, planned.id, body).isNew, operation: undefined };
  }
  const definition = world.types.get(planned.type);
  if (definition === undefined) return keepUnknown(world, planned, body);
  const { isNew, operation } = writeResource(world, definition, {
    method: "PUT",
    resourceId: planned.id,
    body,
    apiVersion: textAt(planned.raw, "apiVersion") ?? "",
  });
  return { isNew, operation };
}

/** In a replayed world a resource of a provider that is not served is kept as a document, nothing more. */
function keepUnknown(world: World, { id, type }: PlannedResource, body: JsonObject): PlannedWrite {
  if (world.settings.profile !== "replay") {
    throw invalidResourceType(type.split("/").slice(1).join("/"), type.split("/")[0]!, "");
  }
  const isNew = !world.store.has(id);
  const properties = { ...objectAt(body, "properties"), provisioningState: "Succeeded" };
  world.store.put({ body: { ...body, id, name: resourceNameOf(id), type, properties } });
  return { isNew, operation: undefined };
}
