import { sameResource } from "@azlin/core";
import type { FleetVm } from "./to-fleet-vm.ts";
import { ambiguousVm, vmNotFound } from "./vm-not-found.ts";

type Match = (vm: FleetVm, text: string) => boolean;

/** What a text may be, in this order: of two readings the first that finds a VM counts. */
const MATCHES: readonly Match[] = [
  (vm, text) => sameResource(vm.id, text),
  (vm, text) => vm.name.toLowerCase() === text.toLowerCase(),
  (vm, text) => vm.session === text,
  (vm, text) => vm.publicIp === text || vm.privateIp === text,
];

/**
 * The VM of a fleet that a person means by a resource id, a VM name, a session name or an address. Pure.
 *
 * @throws NotFoundError (`VM_NOT_FOUND`); ValidationError (`AMBIGUOUS_VM`) naming the candidates.
 */
export function pickVm(
  fleet: readonly FleetVm[],
  text: string,
  { resourceGroup }: { readonly resourceGroup?: string | undefined } = {},
): FleetVm {
  for (const matches of MATCHES) {
    const found = fleet.filter((vm) => matches(vm, text));
    if (found.length > 1) throw ambiguousVm(text, found);
    if (found.length === 1) return found[0]!;
  }
  throw vmNotFound(text, resourceGroup);
}
