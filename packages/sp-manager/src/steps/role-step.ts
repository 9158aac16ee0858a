import { isAzlinError } from "@azlin/core";
import { askAzure, askIfThere, azureCodeOf } from "../azure/ask-azure.ts";
import { assignmentDescription } from "../azure/role-assignments.ts";
import type { RoleGrant } from "../plan/identity-plan.ts";
import { resultOf, type IdentityStep, type StepContext } from "./identity-step.ts";

/** Gives the identity a role. */
export function roleStep(grant: RoleGrant): IdentityStep {
  const { roleName, scope, assignmentName } = grant;
  return {
    key: `role:${assignmentName}`,
    title: `role '${roleName}' in ${scope}`,
    apply: async (context) => {
      await assign(context, grant);
      return { scope, assignmentName };
    },
    undo: async ({ azure, plan, signal }) => {
      await askIfThere(azure, {
        operation: `take the role '${roleName}' away`,
        action: "Microsoft.Authorization/roleAssignments/delete",
        signal,
        run: async () => {
          const client = await azure.clients.authorization(plan.subscriptionId);
          await client.roleAssignments.delete(
            scope,
            assignmentName,
            signal === undefined ? {} : { abortSignal: signal },
          );
        },
      });
    },
  };
}

async function assign(context: StepContext, grant: RoleGrant): Promise<void> {
  const { azure, plan, signal } = context;
  const { scope, assignmentName, roleName, roleDefinitionId, condition } = grant;
  const parameters = {
    principalId: resultOf(context, "servicePrincipal", "principalId"),
    // Azure then does not look the principal up, which it may not see yet.
    principalType: "ServicePrincipal",
    roleDefinitionId,
    description: assignmentDescription(plan),
    ...(condition !== undefined && { condition, conditionVersion: "2.0" }),
  };
  try {
    await askAzure(azure, {
      operation: `give the role '${roleName}' in ${scope}`,
      action: "Microsoft.Authorization/roleAssignments/write",
      signal,
      isEarly: (error) => azureCodeOf(error) === "PrincipalNotFound",
      run: async () => {
        const client = await azure.clients.authorization(plan.subscriptionId);
        const options = signal === undefined ? {} : { abortSignal: signal };
        await client.roleAssignments.create(scope, assignmentName, parameters, options);
      },
    });
  } catch (error) {
    // The principal is new: whoever gave it this role here was an attempt of ours.
    if (!isAzlinError(error) || azureCodeOf(error) !== "RoleAssignmentExists") throw error;
  }
}
