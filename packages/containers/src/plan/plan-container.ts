import { ConflictError, formatResourceId, parseResourceId, ValidationError } from "@azlin/core";
import { secretReference, secretUrl } from "../env/key-vault-secret.ts";
import type { ContainerFacts, EnvironmentFacts, ExistingContainer } from "../facts/container-facts.ts";
import { formatImageReference } from "../image/image-reference.ts";
import { sizeInWords } from "../size/container-size.ts";
import { checkAccess } from "./check-access.ts";
import { checkEnvironment } from "./check-environment.ts";
import { checkRequest, type CheckedRequest } from "./check-request.ts";
import { chooseProfile } from "./choose-profile.ts";
import { containerDocument } from "./container-document.ts";
import type { ContainerPlan } from "./container-plan.ts";
import type { ContainerRequest } from "./container-request.ts";
import type { ContainerRules } from "./container-rules.ts";
import { containerTags, isOurs } from "./container-tags.ts";

/**
 * Decides how a container is deployed: as what, where, on which workload profile, with which document. Pure; refuses
 * whatever Azure would refuse, or accept and never start.
 *
 * @throws ValidationError as of {@link checkRequest}, and `DUPLICATE_SECRET`, `SIZE_DOES_NOT_FIT`; PrerequisiteError
 * (`ENVIRONMENT_…`, `NO_WORKLOAD_PROFILE`, `IDENTITY_NOT_FOUND`); PermissionError (`SECRETS_NOT_READABLE`);
 * ConflictError (`NAME_TAKEN`).
 */
export function planContainer(request: ContainerRequest, facts: ContainerFacts, rules: ContainerRules): ContainerPlan {
  const checked = checkRequest(request, rules);
  checkReferences(request);
  const environment = checkEnvironment(facts.environment, rules);
  const warnings = checkAccess(request, facts);
  const { workloadProfile } = request;
  const profile = chooseProfile(environment, { size: checked.size, workloadProfile, profiles: rules.profiles });
  const id = idOf(request, checked, environment);
  refuseForeign(facts.existing, checked);
  const { kind } = checked;
  const change = facts.existing === null ? "create" : "update";
  const what = `${formatImageReference(checked.image)} with ${sizeInWords(checked.size)} on ${profile.name} (${profile.type})`;
  return {
    id,
    name: checked.name,
    kind,
    environmentId: environment.id,
    workloadProfile: profile,
    size: checked.size,
    image: formatImageReference(checked.image),
    document: containerDocument({
      request,
      checked,
      environmentId: environment.id,
      location: environment.location,
      profileName: profile.name,
      tags: containerTags(request),
    }),
    warnings,
    steps: [
      { action: `${change} ${kind}`, target: id, reason: `It runs ${what}.` },
      ...(kind === "job" ? [{ action: "start job", target: id, reason: "Its trigger is manual." }] : []),
    ],
  };
}

/** Into the subscription of the environment: there is no other that its apps can be in. */
function idOf(
  { resourceGroup }: ContainerRequest,
  { name, kind }: CheckedRequest,
  environment: EnvironmentFacts,
): string {
  const { subscriptionId = "" } = parseResourceId(environment.id);
  const type = kind === "job" ? "Microsoft.App/jobs" : "Microsoft.App/containerApps";
  return formatResourceId({ subscriptionId, resourceGroup, type, name });
}

function checkReferences({ secrets = {} }: ContainerRequest): void {
  const urls = new Map<string, string>();
  for (const secret of Object.values(secrets)) {
    const [reference, url] = [secretReference(secret), secretUrl(secret)];
    if ((urls.get(reference) ?? url) !== url) {
      throw new ValidationError("DUPLICATE_SECRET", `Two secrets would be referred to as '${reference}'.`, {
        hint: "Give one of them another 'reference'.",
      });
    }
    urls.set(reference, url);
  }
}

function refuseForeign(existing: ExistingContainer | null, { kind, name }: CheckedRequest): void {
  if (existing === null || (existing.kind === kind && isOurs(existing.tags))) return;
  const why = existing.kind === kind ? "does not carry our tags" : `is ${existing.kind === "job" ? "a job" : "an app"}`;
  throw new ConflictError("NAME_TAKEN", `'${name}' is there already, and ${why}.`, {
    hint: "Take another name, or a run id, which makes the name unique.",
    details: { id: existing.id },
  });
}
