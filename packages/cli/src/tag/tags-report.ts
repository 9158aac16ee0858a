import type { ManagedVm, Tags } from "@azlin/tags";
import type { Report } from "../render/report.ts";

/** The tags of a VM, by name. */
export function tagsReport({ name, id }: ManagedVm, tags: Tags): Report {
  const sorted = Object.entries(tags).sort(([left], [right]) => (left < right ? -1 : 1));
  return {
    json: { vm: name, id, tags: Object.fromEntries(sorted) },
    table: { columns: ["KEY", "VALUE"], rows: sorted },
  };
}
