import { ValidationError } from "@azlin/core";
import type { KeyVaultSecret } from "../env/key-vault-secret.ts";
import type { ContainerRequest } from "../plan/container-request.ts";
import type { ContainerManagerConfig } from "./manager-config.ts";

/** The scenario that an agent works on. */
export interface ContainerScenario {
  readonly scenarioName: string;
}

/** The service principal that an agent signs in as. */
export interface ContainerPrincipal {
  readonly clientId: string;
  /** Name of the vault's secret with its password; `null`: it has none, and signs in by federation. Default: `sp-client-secret`. */
  readonly secretReference?: string | null;
}

const CLIENT_SECRET = "sp-client-secret";
const API_KEY = "anthropic-api-key";

/**
 * What a scenario's agent is deployed as: its variables name who it is and where its secrets are, and none holds one.
 *
 * @throws ValidationError (`SCENARIO_REQUIRED`, `CLIENT_ID_REQUIRED`).
 */
export function scenarioRequest(
  config: ContainerManagerConfig,
  { scenarioName }: ContainerScenario,
  { clientId, secretReference = CLIENT_SECRET }: ContainerPrincipal,
): ContainerRequest {
  requireText("SCENARIO_REQUIRED", scenarioName, "name of the scenario");
  requireText("CLIENT_ID_REQUIRED", clientId, "client id of the service principal");
  const { runId, keyVaultUrl: vaultUrl } = config;
  const apiKey: KeyVaultSecret = { vaultUrl, name: config.apiKeySecret ?? API_KEY, reference: API_KEY };
  return {
    ...passedOn(config),
    scenario: scenarioName,
    env: {
      ...config.env,
      AZURE_CLIENT_ID: clientId,
      AZURE_TENANT_ID: config.tenantId,
      AZURE_SUBSCRIPTION_ID: config.subscriptionId,
      KEY_VAULT_URL: vaultUrl,
      SCENARIO_NAME: scenarioName,
      ...(runId !== undefined && { RUN_ID: runId }),
    },
    secrets: {
      ...(secretReference !== null && {
        AZURE_CLIENT_SECRET: { vaultUrl, name: secretReference, reference: CLIENT_SECRET },
      }),
      ANTHROPIC_API_KEY: apiKey,
    },
  };
}

/** What a configuration says of every request, in a request's own words. */
function passedOn(config: ContainerManagerConfig): Omit<ContainerRequest, "scenario" | "env" | "secrets"> {
  const { resourceGroup, environmentId, identityId, image } = config;
  const { runId, kind, size, workloadProfile, command, args, tags } = config;
  return {
    resourceGroup,
    environmentId,
    identityId,
    image,
    ...(runId !== undefined && { runId }),
    ...(kind !== undefined && { kind }),
    ...(size !== undefined && { size }),
    ...(workloadProfile !== undefined && { workloadProfile }),
    ...(config.timeoutSeconds !== undefined && kind !== "app" && { timeoutSeconds: config.timeoutSeconds }),
    ...(command !== undefined && { command }),
    ...(args !== undefined && { args }),
    ...(tags !== undefined && { tags }),
  };
}

function requireText(code: string, text: string, what: string): void {
  if (typeof text === "string" && text.trim() !== "") return;
  throw new ValidationError(code, `The ${what} is missing.`, { hint: `Give the ${what}.` });
}
