import type { ContainerPlan } from "@azlin/containers";

/** A plan as people read it. It holds no secrets: they are named by their URLs. */
export function deploymentText({ name, kind, document, ...plan }: ContainerPlan): string {
  const { configuration, template } = document.resource;
  const secrets = (configuration?.secrets ?? []).map(({ keyVaultUrl }) => `  from ${keyVaultUrl}`);
  const variables = (template?.containers?.[0]?.env ?? []).map((variable) =>
    variable.value === undefined ? `  ${variable.name} (secret)` : `  ${variable.name}=${variable.value}`,
  );
  return [
    `${name} (${kind})`,
    `  image    ${plan.image}`,
    `  size     ${plan.size.cpuCores} cores, ${plan.size.memoryGib} GiB`,
    `  profile  ${plan.workloadProfile.name} (${plan.workloadProfile.type})`,
    `  in       ${plan.environmentId}`,
    ...(variables.length === 0 ? [] : ["Variables:", ...variables]),
    ...(secrets.length === 0 ? [] : ["Secrets:", ...secrets]),
    "Steps:",
    ...plan.steps.map(({ action }) => `  ${action}`),
  ].join("\n");
}
