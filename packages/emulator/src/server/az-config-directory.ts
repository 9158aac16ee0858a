import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Emulator } from "../emulator.ts";
import { ADMINISTRATOR, type Principal } from "../entra/principal.ts";
import type { RunningServer } from "./listen.ts";

/** Options of {@link writeAzConfigDirectory}. */
export interface AzConfigOptions {
  /** Directory to fill; becomes `AZURE_CONFIG_DIR`. One for each process that writes, never a user's own. */
  readonly directory: string;
  /** Who `az` is signed in as. Default: the administrator. */
  readonly principal?: Principal;
}

/**
 * Writes what makes a real `az` talk to a local Azure, signed in, without `az login` or `az cloud register`.
 *
 * @returns the environment that its processes need.
 */
export async function writeAzConfigDirectory(
  emulator: Emulator,
  server: RunningServer,
  options: AzConfigOptions,
): Promise<Record<string, string>> {
  const { directory, principal = ADMINISTRATOR } = options;
  const { tlsUrl, certificate } = server;
  if (tlsUrl === undefined || certificate === undefined)
    throw new TypeError("az needs a server that listens with TLS.");
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const bundle = path.join(directory, "local-azure-ca.pem");
  const files: Readonly<Record<string, string>> = {
    "local-azure-ca.pem": certificate.cert,
    "clouds.config": cloudsConfig(tlsUrl, emulator),
    config: CONFIG,
    "azureProfile.json": JSON.stringify(profile(emulator, principal)),
    "service_principal_entries.json": JSON.stringify([
      {
        tenant: emulator.world.settings.tenantId,
        client_id: principal.clientId,
        client_secret: principal.clientSecret ?? "local",
      },
    ]),
  };
  for (const [name, text] of Object.entries(files)) {
    await writeFile(path.join(directory, name), text, { mode: 0o600 });
  }
  return {
    AZURE_CONFIG_DIR: directory,
    REQUESTS_CA_BUNDLE: bundle,
    HTTPS_PROXY: server.url,
    NO_PROXY: "127.0.0.1,localhost",
    AZURE_CORE_COLLECT_TELEMETRY: "no",
    AZURE_CORE_NO_COLOR: "yes",
    AZURE_CORE_DISABLE_PROGRESS_BAR: "yes",
    AZURE_LOGGING_ENABLE_LOG_FILE: "no",
  };
}

const CONFIG = `[cloud]
name = AzureCloud
[core]
collect_telemetry = no
no_color = yes
disable_progress_bar = yes
output = json
login_experience_v2 = off
survey_message = no
instance_discovery = no
[logging]
enable_log_file = no
[auto-upgrade]
enable = no
[extension]
use_dynamic_install = no
`;

/** The built-in cloud with every endpoint moved here. `/adfs` keeps MSAL from asking the real authority about us. */
function cloudsConfig(tlsUrl: string, emulator: Emulator): string {
  const { host } = new URL(tlsUrl);
  const port = host.split(":").at(-1);
  return `[AzureCloud]
endpoint_management = ${tlsUrl}/
endpoint_resource_manager = ${tlsUrl}/
endpoint_active_directory = ${tlsUrl}/adfs
endpoint_active_directory_resource_id = ${tlsUrl}/
endpoint_active_directory_graph_resource_id = ${tlsUrl}/
endpoint_microsoft_graph_resource_id = ${tlsUrl}/
endpoint_gallery = ${tlsUrl}/
endpoint_vm_image_alias_doc = ${tlsUrl}/aliases.json
suffix_keyvault_dns = .vault.localhost:${port}
suffix_storage_endpoint = core.localhost:${port}
subscription = ${emulator.world.settings.subscriptions[0]?.subscriptionId}
`;
}

function profile({ world }: Emulator, principal: Principal): unknown {
  const { tenantId, subscriptions } = world.settings;
  return {
    installationId: "00000000-0000-4000-8000-00000000a273",
    subscriptions: subscriptions.map(({ subscriptionId, displayName, state }, index) => ({
      id: subscriptionId,
      name: displayName,
      state,
      user: { name: principal.clientId, type: "servicePrincipal" },
      isDefault: index === 0,
      tenantId,
      environmentName: "AzureCloud",
      homeTenantId: tenantId,
      managedByTenants: [],
    })),
  };
}
