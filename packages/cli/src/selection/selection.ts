import type { FleetVm } from "@azlin/vms";
import type { Command, Options } from "../define-command.ts";
import { usageError } from "../parse-arguments.ts";
import { tagFilter } from "../tag/tag-filter.ts";
import { globPattern } from "./glob-pattern.ts";

/** Options by which a command is told what VMs it is for. */
export const SELECTION_OPTIONS = {
  tag: { kind: "list", value: "KEY[=VALUE]", description: "VMs with this tag; of several tags all have to be there" },
  vmPattern: { kind: "text", value: "GLOB", description: "VMs whose names match: * is any text, ? any character" },
  all: { kind: "flag", description: "all VMs that azlin manages" },
} as const satisfies Options;

/** Of {@link SELECTION_OPTIONS} exactly one is to be given. */
export const ONE_SELECTION: readonly (keyof typeof SELECTION_OPTIONS)[] = ["tag", "vmPattern", "all"];

/** What {@link SELECTION_OPTIONS} were given. */
export interface Selection {
  readonly tag: readonly string[];
  readonly vmPattern: string | undefined;
  readonly all: boolean;
}

/**
 * Tells which VMs were meant, before any is listed.
 *
 * @throws UsageError when nothing was selected; ValidationError (`INVALID_TAG_FILTER`).
 */
export function selectionFilter({ tag, vmPattern, all }: Selection, command: Command): (vm: FleetVm) => boolean {
  if (vmPattern !== undefined) {
    const pattern = globPattern(vmPattern);
    return ({ name }) => pattern.test(name);
  }
  if (!all && tag.length === 0) throw usageError(command, "Must specify --tag, --vm-pattern, or --all.");
  const filters = tag.map(tagFilter);
  return (vm) => filters.every((filter) => filter(vm));
}
