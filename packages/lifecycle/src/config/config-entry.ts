import { isResourceId, resourceKey, resourceNameOf, ValidationError } from "@azlin/core";
import type { MonitoringConfig } from "./monitoring-config.ts";
import type { LifecycleConfig } from "./parse-lifecycle-config.ts";

/** A VM as the configuration knows it. */
export interface NamedVm {
  /** Resource id. */
  readonly id: string;
  readonly name: string;
}

/** What the file says of a VM, and under which key. */
export interface ConfigEntry {
  readonly key: string;
  readonly config: MonitoringConfig;
}

/** What the file says of a VM: under its id, else under its name. */
export function entryOf({ vms }: LifecycleConfig, vm: NamedVm): ConfigEntry | undefined {
  const entries = [...vms].map(([key, config]) => ({ key, config }));
  const id = resourceKey(vm.id);
  return (
    entries.find(({ key }) => isResourceId(key) && resourceKey(key) === id) ??
    entries.find(({ key }) => key.toLowerCase() === vm.name.toLowerCase())
  );
}

/** @throws ValidationError (`VM_NOT_MONITORED`) when the file does not know the VM. */
export function requireEntry(config: LifecycleConfig, vm: NamedVm): ConfigEntry {
  const entry = entryOf(config, vm);
  if (entry !== undefined) return entry;
  throw new ValidationError("VM_NOT_MONITORED", `${vm.name} is not monitored.`, {
    hint: `Enable it with 'azlin lifecycle enable ${vm.name}'.`,
    details: { vm: vm.id },
  });
}

/** VMs that the file means, each with what it says of them, and what it says of VMs that are not there. */
export interface MatchedConfig<T> {
  readonly vms: readonly MatchedVm<T>[];
  /** Keys that match no VM, or several, and what is wrong with them, as sentences. */
  readonly problems: readonly { readonly key: string; readonly problem: string }[];
}

/** A VM with what the file says of it. */
export interface MatchedVm<T> {
  readonly vm: T;
  readonly config: MonitoringConfig;
}

/** Finds the VMs that are to be monitored among those of a fleet; an entry by id beats one by name. Pure. */
export function matchConfig<T extends NamedVm>({ vms }: LifecycleConfig, fleet: readonly T[]): MatchedConfig<T> {
  const byId = groupBy(fleet, ({ id }) => resourceKey(id));
  const byName = groupBy(fleet, ({ name }) => name.toLowerCase());
  const found = new Map<string, MatchedVm<T>>();
  const problems: { key: string; problem: string }[] = [];
  const namesFirst = [...vms].sort(([left], [right]) => Number(isResourceId(left)) - Number(isResourceId(right)));
  for (const [key, config] of namesFirst) {
    const matches = (isResourceId(key) ? byId.get(resourceKey(key)) : byName.get(key.toLowerCase())) ?? [];
    const [vm] = matches;
    if (vm !== undefined && matches.length === 1) found.set(resourceKey(vm.id), { vm, config });
    else if (config.enabled) problems.push({ key, problem: problemOf(key, matches) });
  }
  return { vms: [...found.values()].filter(({ config }) => config.enabled), problems };
}

function problemOf(key: string, matches: readonly NamedVm[]): string {
  if (matches.length === 0) return `There is no VM '${isResourceId(key) ? resourceNameOf(key) : key}'.`;
  return `Several VMs are called '${key}': name one by its resource id (${matches.map(({ id }) => id).join(", ")}).`;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
