import { ArmError } from "../../../arm/arm-error.ts";
import type { WriteDraft } from "../../../arm/resource-type.ts";
import { objectAt, textAt } from "../../../json/json.ts";
import { coresInUse } from "../catalog/quota.ts";
import { findVmSize, VM_SIZES, type VmSize } from "../catalog/vm-sizes.ts";

/**
 * Refuses a size that does not exist, that the region does not give, or that the quota does not allow. A replayed
 * world gives any size.
 */
export function checkSize(draft: WriteDraft): void {
  const { body, existing, world } = draft;
  const name = textAt(objectAt(body.properties, "hardwareProfile"), "vmSize");
  const before = textAt(objectAt(existing?.body.properties, "hardwareProfile"), "vmSize");
  if (name === before || world.settings.profile === "replay") return;
  const size = name === undefined ? undefined : findVmSize(name);
  if (size === undefined) throw unknownSize(name);
  if (size.restrictedIn.includes(body.location ?? "")) throw notAvailable(size, body.location ?? "");
  checkQuota(draft, size);
}

function checkQuota({ body, id, world }: WriteDraft, size: VmSize): void {
  const place = { subscriptionId: id.subscriptionId ?? "", location: body.location ?? "", except: body.id };
  const usage = coresInUse(world, place);
  const { regionalCores, familyCores } = world.settings.quota;
  const inFamily = usage.byFamily.get(size.family) ?? 0;
  if (usage.total + size.vCpus > regionalCores) {
    throw quotaExceeded("Total Regional Cores", { limit: regionalCores, used: usage.total, wanted: size.vCpus });
  }
  if (inFamily + size.vCpus > familyCores) {
    throw quotaExceeded(`${size.family} Cores`, { limit: familyCores, used: inFamily, wanted: size.vCpus });
  }
}

function quotaExceeded(what: string, facts: { limit: number; used: number; wanted: number }): ArmError {
  return new ArmError(
    409,
    "OperationNotAllowed",
    `Operation could not be completed as it results in exceeding approved ${what} quota. ` +
      `Additional details - Deployment Model: Resource Manager, Current Limit: ${facts.limit}, ` +
      `Current Usage: ${facts.used}, Additional Required: ${facts.wanted}, ` +
      `(Minimum) New Limit Required: ${facts.used + facts.wanted}.`,
    { cause: "service" },
  );
}

function unknownSize(name: string | undefined): ArmError {
  const known = VM_SIZES.map((size) => size.name).join(",");
  return new ArmError(
    400,
    "InvalidParameter",
    `The value ${name ?? ""} provided for the VM size is not valid. The valid sizes in the current region are: ${known}. ` +
      "Find out more on the available VM sizes in each region at https://aka.ms/azure-regions.",
    { target: "vmSize", cause: "service" },
  );
}

function notAvailable(size: VmSize, location: string): ArmError {
  return new ArmError(
    409,
    "SkuNotAvailable",
    `The requested VM size for resource 'Following SKUs have failed for Capacity Restrictions: ${size.name}' is ` +
      `currently not available in location '${location}'. Please try another size or deploy to a different location or ` +
      "different zone. See https://aka.ms/azureskunotavailable for details.",
    { cause: "service" },
  );
}
