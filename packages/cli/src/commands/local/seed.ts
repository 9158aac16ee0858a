import { ConflictError } from "@azlin/core";
import type { Context } from "../../context.ts";
import { defineCommand } from "../../define-command.ts";
import { controlRequest } from "../../local/control-request.ts";
import { seedTags } from "../../local/seed-tags.ts";
import { planReport } from "../../render/plan-report.ts";

const AT_MOST = 100_000;

/** `azlin local seed` */
export const localSeed = defineCommand({
  path: "local seed",
  summary: "Put a generated fleet of VMs into the local Azure",
  examples: [["azlin local seed --vms 50 --resource-groups 2", "50 VMs with NIC, public IP and disk each"]],
  options: {
    vms: { kind: "number", value: "N", minimum: 1, maximum: AT_MOST, description: "how many VMs (default: 10)" },
    resourceGroups: {
      kind: "number",
      value: "N",
      minimum: 1,
      maximum: 980,
      description: "groups in each subscription",
    },
    subscriptions: {
      kind: "number",
      value: "N",
      minimum: 1,
      maximum: 100,
      description: "subscriptions to spread over",
    },
    prefix: { kind: "text", value: "TEXT", description: "begin of their names (default: vm)" },
    tag: { kind: "list", value: "KEY=VALUE", description: "a tag of every VM, beside managed-by=azlin" },
    profile: {
      kind: "text",
      value: "NAME",
      choices: ["default", "realistic"],
      description: "how the local Azure behaves; only while it is empty",
    },
  },
  uses: ["dryRun"],
  run: async (args, context) => {
    const { record } = await context.local.start();
    const { url } = record;
    const tags = seedTags(args.tag);
    const fleet = {
      vms: args.vms ?? 10,
      ...(args.resourceGroups !== undefined && { resourceGroups: args.resourceGroups }),
      ...(args.subscriptions !== undefined && { subscriptions: args.subscriptions }),
      ...(args.prefix !== undefined && { prefix: args.prefix }),
      ...(tags !== undefined && { tags }),
    };
    if (args.profile !== undefined) await requireEmpty(url, context);
    if (context.isDryRun) {
      return planReport([{ action: "seed", target: url, reason: `A fleet of ${fleet.vms} VMs was asked for.` }], {
        fleet,
      });
    }
    const { signal } = context;
    if (args.profile !== undefined) {
      await controlRequest(url, { method: "POST", path: "reset", body: { profile: args.profile }, signal });
    }
    const answer = await controlRequest(url, { method: "PUT", path: "seed", body: { fleet }, signal });
    const { resources } = answer as { resources: number };
    return {
      json: { url, fleet, resources },
      text: `Seeded ${fleet.vms} VMs; the local Azure has ${resources} resources.`,
    };
  },
});

/** A profile comes with an empty world: what is in it must not go unasked. */
async function requireEmpty(url: string, { signal }: Context): Promise<void> {
  const { resources } = (await controlRequest(url, { method: "GET", path: "", signal })) as { resources: object };
  if (Object.keys(resources).length === 0) return;
  throw new ConflictError("LOCAL_CLOUD_NOT_EMPTY", "The local Azure is not empty, and a profile would empty it.", {
    hint: "Run 'azlin local reset' first.",
  });
}
