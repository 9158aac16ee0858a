import { formatResourceId, ValidationError } from "@azlin/core";
import { MANAGED_BY, managementTags, parseSessionName, TAG_KEYS } from "@azlin/tags";
import { choosePlacement, sharedSteps, type ProvisionPlan, type ProvisionStep } from "../provision/provision-plan.ts";
import { checkVmName } from "../provision/provision-request.ts";
import { accessSteps, type NetworkPlace } from "../provision/provision-steps.ts";
import { RESOURCE_TYPES } from "../resource-types.ts";
import { snapshotTags, timestamp } from "../snapshot/snapshot-tags.ts";
import { placementOf, type CloneFacts, type CloneSource } from "./clone-facts.ts";
import type { CloneRequest } from "./clone-request.ts";

/** The plan of `clone`. */
export interface ClonePlan {
  readonly source: { readonly id: string; readonly name: string };
  /** Of the source's disk; the second, if any, brings it to another region. They are removed at the end. */
  readonly snapshots: readonly ProvisionStep[];
  /** Size of each of them, in GB: what they cost if they cannot be removed. */
  readonly snapshotGb: number | null;
  /** What is created for the clones. */
  readonly provision: ProvisionPlan;
  /** By name of the clone; none when no prefix was given. */
  readonly sessions: Readonly<Record<string, string>>;
  /** What a person should know about the source and the copies. */
  readonly notes: readonly string[];
}

interface CloneShape {
  readonly request: CloneRequest;
  readonly source: CloneSource;
  readonly size: string;
  readonly snapshotId: string;
  readonly session: string | undefined;
}

/**
 * Decides everything that `clone` creates and removes again. Clones get the first free names `<source>-clone-<n>`. Pure.
 *
 * @throws ValidationError (`INVALID_REPLICAS`, `INVALID_SESSION_NAME`, `INVALID_VM_NAME`, `ARCHITECTURE_MISMATCH`);
 * ProvisioningError (`SIZE_NOT_AVAILABLE`, `QUOTA_EXCEEDED`).
 */
export function planClone(request: CloneRequest, { source, place }: CloneFacts): ClonePlan {
  const wanted = placementOf(request, source);
  const names = freeNames(source.name, wanted.names.length, place.takenNames);
  const chosen = choosePlacement(wanted, place);
  refuseOtherArchitecture(source, chosen.size);
  const network: NetworkPlace = { request: wanted, location: chosen.location, networkId: chosen.networkId };
  const snapshots = snapshotSteps(request, source, chosen.location);
  const sessions = sessionsFor(request, names);
  const vms = names.map((name) => ({
    name,
    id: formatResourceId({ ...wanted, type: RESOURCE_TYPES.virtualMachine.type, name }),
    steps: cloneSteps(network, name, {
      request,
      source,
      size: chosen.size.name,
      snapshotId: snapshots.at(-1)!.target,
      session: sessions[name],
    }),
  }));
  const notes = notesOn(source, chosen.location);
  return {
    source: { id: source.id, name: source.name },
    snapshots,
    snapshotGb: source.osDisk.sizeGb,
    provision: {
      location: chosen.location,
      resourceGroup: wanted.resourceGroup,
      shared: sharedSteps(network, place),
      vms,
      notes,
    },
    sessions,
    notes,
  };
}

function freeNames(source: string, count: number, taken: ReadonlySet<string>): string[] {
  const names: string[] = [];
  for (let number = 1; names.length < count; number++) {
    const name = `${source}-clone-${number}`;
    if (!taken.has(name.toLowerCase())) names.push(checkVmName(name));
  }
  return names;
}

function sessionsFor({ sessionPrefix: prefix }: CloneRequest, names: readonly string[]): Record<string, string> {
  if (prefix === undefined) return {};
  parseSessionName(prefix);
  return Object.fromEntries(names.map((name, index) => [name, names.length === 1 ? prefix : `${prefix}-${index + 1}`]));
}

/** A full snapshot serves its own region; to reach another one it has to be incremental and be copied there. */
function snapshotSteps({ created }: CloneRequest, source: CloneSource, location: string): ProvisionStep[] {
  const isElsewhere = location.toLowerCase() !== source.location.toLowerCase();
  const { type } = RESOURCE_TYPES.snapshot;
  const name = `${source.name.slice(0, 40)}-clone-snapshot-${timestamp(created)}`;
  const step = (step: {
    name: string;
    location: string;
    from: string;
    option: string;
    reason: string;
  }): ProvisionStep => ({
    action: "create",
    target: formatResourceId({ ...source, type, name: step.name }),
    type,
    reason: step.reason,
    body: {
      location: step.location,
      tags: snapshotTags(source.id, "clone"),
      sku: { name: "Standard_LRS" },
      properties: {
        creationData: { createOption: step.option, sourceResourceId: step.from },
        incremental: isElsewhere,
      },
    },
  });
  const own = step({
    name,
    location: source.location,
    from: source.osDisk.id,
    option: "Copy",
    reason: "The clones' disks are made of it; it is removed at the end.",
  });
  if (!isElsewhere) return [own];
  const copy = step({
    name: `${name}-copy`,
    location,
    from: own.target,
    option: "CopyStart",
    reason: "Brings the snapshot to the clones' region; it is removed at the end.",
  });
  return [own, copy];
}

function cloneSteps(network: NetworkPlace, name: string, shape: CloneShape): ProvisionStep[] {
  const { request, location } = network;
  const { steps, nicId } = accessSteps(network, name);
  const id = (type: string, name: string): string => formatResourceId({ ...request, type, name });
  const disk = id(RESOURCE_TYPES.disk.type, `${name}-os`);
  return [
    ...steps,
    {
      action: "create",
      target: disk,
      type: RESOURCE_TYPES.disk.type,
      vm: name,
      reason: "The clone's own copy of the source's disk.",
      body: {
        location,
        tags: { [TAG_KEYS.managedBy]: MANAGED_BY },
        sku: { name: shape.source.osDisk.storageType ?? "StandardSSD_LRS" },
        properties: { creationData: { createOption: "Copy", sourceResourceId: shape.snapshotId } },
      },
    },
    {
      action: "create",
      target: id(RESOURCE_TYPES.virtualMachine.type, name),
      type: RESOURCE_TYPES.virtualMachine.type,
      vm: name,
      reason: "It was asked for.",
      body: cloneBody(location, { disk, nicId }, shape),
    },
  ];
}

/** A VM on a disk that was set up already has no OS profile: users and keys are on the disk. */
function cloneBody(
  location: string,
  { disk, nicId }: { readonly disk: string; readonly nicId: string },
  { request: { owner, created }, source, size, session }: CloneShape,
): ProvisionStep["body"] {
  return {
    location,
    tags: managementTags({ created, ...(owner !== undefined && { owner }), ...(session !== undefined && { session }) }),
    hardwareProfile: { vmSize: size },
    ...(source.securityProfile !== null && { securityProfile: source.securityProfile }),
    storageProfile: {
      osDisk: {
        createOption: "Attach",
        osType: "Linux",
        caching: source.osDisk.caching ?? "ReadWrite",
        deleteOption: "Delete",
        managedDisk: { id: disk },
      },
    },
    networkProfile: { networkInterfaces: [{ id: nicId, primary: true, deleteOption: "Delete" }] },
  };
}

function notesOn({ name, powerState, location: from, dataDisks }: CloneSource, location: string): string[] {
  return [
    powerState === "running"
      ? `'${name}' is running: its clones start as after a power cut, with what was written to disk.`
      : `'${name}' is ${powerState}: its disk is copied as it is, it is not started.`,
    ...(from.toLowerCase() === location.toLowerCase() ? [] : [`Its disk is copied from ${from} to ${location}.`]),
    ...(dataDisks === 0 ? [] : [`Its data disks (${dataDisks}) are not copied.`]),
  ];
}

function refuseOtherArchitecture(
  { osDisk, name }: CloneSource,
  size: { readonly name: string; readonly architecture: string },
): void {
  if (osDisk.architecture === null || osDisk.architecture.toLowerCase() === size.architecture.toLowerCase()) return;
  throw new ValidationError(
    "ARCHITECTURE_MISMATCH",
    `The disk of '${name}' is for ${osDisk.architecture}, ${size.name} is ${size.architecture}.`,
    { hint: "Choose a --vm-size of the same processor architecture." },
  );
}
