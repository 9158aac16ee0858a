import { upsertApplication } from "../azure/applications.ts";
import { deleteFromDirectory } from "../azure/delete-from-directory.ts";
import { applicationTags } from "../names/application-tags.ts";
import type { IdentityPlan } from "../plan/identity-plan.ts";
import type { IdentityStep, StepContext } from "./identity-step.ts";

/** Makes the application, under a key of its own. */
export const applicationStep: IdentityStep = {
  key: "application",
  title: "application",
  apply: async (context) => {
    const { id, appId } = await upsert(context);
    return { objectId: id, clientId: appId, madeAt: new Date(context.azure.clock.now()).toISOString() };
  },
  undo: async (context) => {
    const { azure, results, signal } = context;
    // Whether it was made cannot be told by reading, which lags: made once more, it is there for certain and can go.
    const { objectId = (await upsert(context)).id, madeAt } = results.get("application") ?? {};
    const madeAtMs = madeAt === undefined ? azure.clock.now() : Date.parse(madeAt);
    await deleteFromDirectory(azure, { type: "applications", id: objectId, madeAtMs, isPermanent: true }, { signal });
  },
};

function upsert({ azure, plan, signal }: StepContext): ReturnType<typeof upsertApplication> {
  return upsertApplication(azure, plan.names.uniqueName, { body: bodyOf(plan), signal });
}

function bodyOf(plan: IdentityPlan): object {
  return {
    displayName: plan.names.displayName,
    signInAudience: "AzureADMyOrg",
    tags: applicationTags(plan),
    notes: `Made by azlin for the scenario '${plan.scenarioName.slice(0, 200)}'; may go after ${plan.expiresAt}.`,
  };
}
