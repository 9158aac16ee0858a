import { ArmError } from "../../../arm/arm-error.ts";
import type { WriteDraft } from "../../../arm/resource-type.ts";
import { objectAt, textAt, type JsonObject } from "../../../json/json.ts";
import { powerOf } from "./power.ts";

/** A VM stays the spot VM, or the regular one, that it was made as; its price changes only while it is deallocated. */
export function checkSpot({ body, existing }: WriteDraft): void {
  if (existing === undefined) return;
  const before = existing.body.properties;
  if (isSpot(before) !== isSpot(body.properties)) throw priorityChange();
  const isPriceChanged = maxPriceOf(before) !== maxPriceOf(body.properties);
  if (isPriceChanged && powerOf(existing) !== "deallocated") throw priceChange();
}

/** `Low` is the older name of `Spot`. */
function isSpot(properties: JsonObject | undefined): boolean {
  const priority = textAt(properties, "priority")?.toLowerCase() ?? "regular";
  return priority !== "regular";
}

function maxPriceOf(properties: JsonObject | undefined): number {
  const price = objectAt(properties, "billingProfile")["maxPrice"];
  return typeof price === "number" ? price : -1;
}

function priorityChange(): ArmError {
  return new ArmError(409, "PropertyChangeNotAllowed", "Changing property 'priority' is not allowed.", {
    target: "priority",
    cause: "service",
  });
}

function priceChange(): ArmError {
  const message = "Max price change is not allowed. For more information, see http://aka.ms/AzureSpot/errormessages";
  const code = "OperationNotAllowed";
  return new ArmError(409, code, message, { cause: "service", details: [{ code, message }] });
}
