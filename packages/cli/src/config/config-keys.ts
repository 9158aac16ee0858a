/** A key of the configuration file. */
export interface ConfigKey {
  readonly kind: "text" | "list";
  readonly description: string;
  readonly choices?: readonly string[];
  /** The value when nobody says anything. */
  readonly default?: string;
  /** Environment variable that overrides the file. */
  readonly env?: string;
  /** Global option that overrides the environment. */
  readonly option?: "cloud" | "transport" | "subscription";
}

/** The keys of `config.toml` that azlin reads. The file may hold others; they stay as they are. */
export const CONFIG_KEYS = {
  cloud: {
    kind: "text",
    choices: ["azure", "local"],
    default: "azure",
    env: "AZLIN_CLOUD",
    option: "cloud",
    description: "which Azure to talk to",
  },
  transport: {
    kind: "text",
    choices: ["sdk", "az-token", "az-rest"],
    default: "sdk",
    env: "AZLIN_TRANSPORT",
    option: "transport",
    description: "how to reach Azure",
  },
  subscriptions: {
    kind: "list",
    option: "subscription",
    description: "subscriptions to work in; without any, every enabled one that the credential sees",
  },
  default_resource_group: { kind: "text", description: "resource group for new VMs" },
  default_region: { kind: "text", default: "westus2", description: "region for new VMs" },
  default_vm_size: { kind: "text", default: "Standard_B2s", description: "size of new VMs" },
  ssh_user: { kind: "text", default: "azureuser", description: "whom to sign in to VMs as" },
  ssh_key: { kind: "text", description: "private key to sign in to VMs with (default: ~/.ssh/azlin_key)" },
  ssh_jump_host: { kind: "text", description: "VM to go through to reach the others, by name or session" },
  notification_command: { kind: "text", description: "program that is run with a text when 'azlin new' is done" },
  az_path: { kind: "text", description: "path of the az CLI, for the transports that use it" },
} as const satisfies Readonly<Record<string, ConfigKey>>;

/** Name of a key of the configuration file. */
export type ConfigKeyName = keyof typeof CONFIG_KEYS;

/** The names, in the order in which they are shown. */
export const CONFIG_KEY_NAMES = Object.keys(CONFIG_KEYS) as readonly ConfigKeyName[];

/** A key by name. */
export function configKey(name: ConfigKeyName): ConfigKey {
  return CONFIG_KEYS[name];
}

/** Whether azlin reads a key of this name. */
export function isConfigKey(name: string): name is ConfigKeyName {
  return Object.hasOwn(CONFIG_KEYS, name);
}
