import type { ProvisionPlan } from "@azlin/vms";
import type { Context } from "../context.ts";

/** From so many VMs on, somebody has to say that this is meant. */
const MANY_VMS = 10;
const DOLLARS_PER_HOUR = 0.1;

/** Whether so many VMs are meant: asks when they are more than ten. */
export async function confirmMany({ vms, resourceGroup }: ProvisionPlan, context: Context): Promise<boolean> {
  if (vms.length <= MANY_VMS) return true;
  const cost = (vms.length * DOLLARS_PER_HOUR).toFixed(2);
  const facts = `WARNING: Creating ${vms.length} VMs in resource group '${resourceGroup}'\nEstimated cost: ~$${cost}/hour`;
  return context.confirm({ facts, question: "Continue?" });
}
