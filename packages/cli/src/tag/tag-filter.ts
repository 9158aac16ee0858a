import { ValidationError } from "@azlin/core";
import { readTag } from "@azlin/tags";
import type { FleetVm } from "@azlin/vms";

/**
 * Tells VMs by a tag as it is typed: `KEY` for those that have it, `KEY=VALUE` for those where it has this value.
 *
 * @throws ValidationError (`INVALID_TAG_FILTER`).
 */
export function tagFilter(text: string): (vm: Pick<FleetVm, "tags">) => boolean {
  const [, key, value] = /^([^=]+)(?:=(.*))?$/s.exec(text) ?? [];
  if (key === undefined) {
    throw new ValidationError("INVALID_TAG_FILTER", `'${text}' is not a tag.`, { hint: "Write KEY or KEY=VALUE." });
  }
  return ({ tags }) => {
    const found = readTag(tags, key);
    return found !== undefined && (value === undefined || found === value);
  };
}
