import { formatResourceId, ValidationError } from "@azlin/core";
import { parseVaultUrl } from "../env/key-vault-secret.ts";
import type { ContainerRequest } from "../plan/container-request.ts";
import type { ContainerRules } from "../plan/container-rules.ts";
import { checkSize, SIZE_PRESETS, type ContainerSize, type SizePreset } from "../size/container-size.ts";

/** The subnet that environments are to be in. */
export interface ManagerVnet {
  readonly resourceGroup: string;
  readonly network: string;
  readonly subnet: string;
}

/** How {@link ContainerManager} deploys. */
export interface ContainerManagerConfig {
  readonly subscriptionId: string;
  readonly tenantId: string;
  readonly resourceGroup: string;
  readonly environmentId: string;
  /** Id of the user-assigned identity that reads secrets and pulls images. */
  readonly identityId: string;
  /** Image of the agent. */
  readonly image: string;
  /** Registries that images may come from. */
  readonly allowedRegistries: readonly string[];
  /** Default: true. */
  readonly requireDigest?: boolean;
  readonly keyVaultUrl: string;
  /** Name of the vault's secret with the key of the agent's model. Default: `anthropic-api-key`. */
  readonly apiKeySecret?: string;
  /** Run that everything belongs to. Default: none. */
  readonly runId?: string;
  /** Default: `job`. */
  readonly kind?: "job" | "app";
  /** Default: `default`; `seed-strict` asks for 64 GiB and 2 cores at least. */
  readonly preset?: SizePreset;
  readonly size?: ContainerSize;
  readonly workloadProfile?: string;
  /** Whether environments have to be in a network, and internal. Default: true. */
  readonly vnetIntegrationEnabled?: boolean;
  /** Which network. Default: any. */
  readonly vnet?: ManagerVnet;
  /** Seconds after which a job is ended. Default: 36,000. */
  readonly timeoutSeconds?: number;
  /** More variables for the container. */
  readonly env?: ContainerRequest["env"];
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly tags?: ContainerRequest["tags"];
}

/**
 * Checks a configuration, and makes of it the rules that requests are held to.
 *
 * @throws ValidationError (`INVALID_CONFIG`, `INVALID_SIZE`, `SIZE_TOO_SMALL`, `INVALID_SECRET`).
 */
export function rulesOf(config: ContainerManagerConfig): ContainerRules {
  const { preset = "default", vnet, allowedRegistries } = config;
  const { size, minimum } = SIZE_PRESETS[preset];
  checkSize(config.size ?? size, minimum);
  parseVaultUrl(config.keyVaultUrl);
  const requireVnet = config.vnetIntegrationEnabled ?? true;
  const subnetId = vnet === undefined || !requireVnet ? undefined : subnetIdOf(config, vnet);
  return {
    allowedRegistries,
    requireVnet,
    preset,
    ...(config.requireDigest !== undefined && { requireDigest: config.requireDigest }),
    ...(subnetId !== undefined && { subnetId }),
  };
}

function subnetIdOf({ subscriptionId }: ContainerManagerConfig, vnet: ManagerVnet): string {
  const missing = (["resourceGroup", "network", "subnet"] as const).find((member) => (vnet[member] ?? "") === "");
  if (missing !== undefined) {
    throw new ValidationError(
      "INVALID_CONFIG",
      `VNet integration is on, and the ${missing} of the subnet is missing.`,
      {
        hint: "Give resourceGroup, network and subnet, or leave vnet out to take any internal environment.",
      },
    );
  }
  return formatResourceId({
    subscriptionId,
    resourceGroup: vnet.resourceGroup,
    type: "Microsoft.Network/virtualNetworks/subnets",
    name: [vnet.network, vnet.subnet],
  });
}
