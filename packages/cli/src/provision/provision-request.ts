import {
  checkProvisionRequest,
  defaultVmName,
  poolNames,
  type ProvisionRequest,
  type VmAzure,
  type VmTemplate,
} from "@azlin/vms";
import { onlySubscription } from "../azure/only-subscription.ts";
import type { Context } from "../context.ts";
import { ownerOf } from "./owner.ts";
import { placementFor } from "./placement.ts";

/** What the user said about a new VM. */
export interface ProvisionWishes {
  readonly name: string | undefined;
  readonly vmSize: string | undefined;
  readonly region: string | undefined;
  readonly template: VmTemplate | undefined;
  readonly pool: number | undefined;
  readonly osDiskGb: number | undefined;
  readonly sshPublicKey: string;
  /** What cloud-init does. */
  readonly customData: string;
  /** What is run on the VM; the default name tells. */
  readonly command: readonly string[];
}

/** Who works on new VMs. */
export const ADMIN_USERNAME = "azureuser";
const MAX_SLUG_LENGTH = 20;
/** Tried in this order when the region does not have the size or the quota. */
const FALLBACK_REGIONS = ["westus2", "centralus", "eastus2", "westus", "westeurope"];

/**
 * The whole request for new VMs: what was said, completed by the configuration. Other regions are tried only when
 * none was named.
 *
 * @throws ValidationError for what cannot be right, before anything is created.
 */
export async function provisionRequest(
  wishes: ProvisionWishes,
  azure: VmAzure,
  context: Context,
): Promise<ProvisionRequest> {
  const settings = await context.settings();
  const created = new Date(context.clock.now());
  const { location, size } = await placementFor(wishes, context);
  const request: ProvisionRequest = {
    subscriptionId: await onlySubscription(azure, "the VM", context),
    resourceGroup: context.resourceGroup ?? settings.defaultResourceGroup ?? newGroupName(created),
    names: poolNames(wishes.name ?? nameFor(wishes.command, created), wishes.pool ?? 1),
    location,
    fallbackLocations: wishes.region === undefined ? FALLBACK_REGIONS.filter((region) => region !== location) : [],
    size,
    adminUsername: ADMIN_USERNAME,
    sshPublicKey: wishes.sshPublicKey,
    owner: ownerOf(context.env),
    created,
    customData: wishes.customData,
    ...(wishes.name !== undefined && { session: wishes.name }),
    ...(wishes.osDiskGb !== undefined && { osDiskGb: wishes.osDiskGb }),
  };
  checkProvisionRequest(request);
  return request;
}

/** The default name, with what the VM is for. */
function nameFor(command: readonly string[], created: Date): string {
  const words = command
    .join(" ")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-");
  const slug = words.slice(0, MAX_SLUG_LENGTH).replaceAll(/^-+|-+$/g, "");
  return [defaultVmName(created), slug].filter((part) => part !== "").join("-");
}

function newGroupName(created: Date): string {
  return `azlin-rg-${Math.floor(created.getTime() / 1_000)}`;
}
