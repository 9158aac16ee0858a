import { isAzlinError } from "@azlin/core";
import { changeDirectory, isMissing } from "../azure/applications.ts";
import { azureCodeOf } from "../azure/ask-azure.ts";
import { deleteFromDirectory } from "../azure/delete-from-directory.ts";
import { applicationTags } from "../names/application-tags.ts";
import { resultOf, type IdentityStep, type StepContext } from "./identity-step.ts";

/** Makes the service principal. */
export const servicePrincipalStep: IdentityStep = {
  key: "servicePrincipal",
  title: "service principal",
  apply: async (context) => {
    const principalId = await make(context);
    return { principalId, madeAt: new Date(context.azure.clock.now()).toISOString() };
  },
  undo: async (context) => {
    const { azure, results, signal } = context;
    // As with the application: made once more, its id is known for certain.
    const { principalId = await make(context), madeAt } = results.get("servicePrincipal") ?? {};
    const madeAtMs = madeAt === undefined ? azure.clock.now() : Date.parse(madeAt);
    await deleteFromDirectory(
      azure,
      { type: "servicePrincipals", id: principalId, madeAtMs, isPermanent: true },
      { signal },
    );
  },
};

async function make(context: StepContext): Promise<string> {
  return (await create(context)) ?? (await find(context));
}

/** @returns its id; `undefined` when there is one already, as after an answer that was lost. */
async function create(context: StepContext): Promise<string | undefined> {
  const { azure, plan, signal } = context;
  const appId = resultOf(context, "application", "clientId");
  try {
    const made = await changeDirectory<{ readonly id: string }>(azure, {
      operation: "make the service principal",
      path: "/servicePrincipals",
      signal,
      // The application has not arrived where service principals are made.
      isEarly: (error) =>
        azureCodeOf(error) !== "Request_MultipleObjectsWithSameKeyValue" && isUnknownApplication(error),
      send: (request) => request.post({ appId, tags: applicationTags(plan) }) as Promise<{ readonly id: string }>,
    });
    return made.id;
  } catch (error) {
    if (isAzlinError(error) && error.name === "ConflictError") return undefined;
    throw error;
  }
}

async function find(context: StepContext): Promise<string> {
  const { azure, signal } = context;
  const found = await changeDirectory<{ readonly id: string }>(azure, {
    operation: "read the service principal",
    path: `/servicePrincipals(appId='${resultOf(context, "application", "clientId")}')`,
    signal,
    isEarly: isMissing,
    send: (request) => request.select("id").get() as Promise<{ readonly id: string }>,
  });
  return found.id;
}

function isUnknownApplication(error: unknown): boolean {
  if (!isAzlinError(error)) return false;
  return isMissing(error) || /NoBackingApplicationObject|does not reference a valid application/i.test(told(error));
}

function told(error: { readonly message: string; readonly cause?: unknown }): string {
  const body = (error.cause as { readonly body?: unknown } | undefined)?.body;
  return `${error.message} ${typeof body === "string" ? body : ""}`;
}
