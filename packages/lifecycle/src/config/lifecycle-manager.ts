import { updateTomlFile, type TomlDocument, type TomlValue } from "@azlin/core";
import { expandHookPath, requireHookScript } from "../hooks/validate-hook-script.ts";
import { HOOK_TYPES, type HookType } from "../hooks/hook-type.ts";
import { entryOf, requireEntry, type NamedVm } from "./config-entry.ts";
import type { MonitoringConfig } from "./monitoring-config.ts";
import { parseLifecycleConfig, type LifecycleConfig } from "./parse-lifecycle-config.ts";
import { readLifecycleConfig } from "./read-lifecycle-config.ts";

/** What the file says of a VM. */
export interface MonitoringStatus {
  readonly vmId: string;
  readonly name: string;
  /** `null` when the file does not know it. */
  readonly config: MonitoringConfig | null;
}

/** Fields of a {@link MonitoringConfig} as the file spells them. */
const SPELLINGS = {
  enabled: "enabled",
  checkIntervalSeconds: "check_interval_seconds",
  restartPolicy: "restart_policy",
  sshFailureThreshold: "ssh_failure_threshold",
  healthCheckTimeout: "health_check_timeout",
  startupGraceSeconds: "startup_grace_seconds",
} as const;

/**
 * Which VMs are monitored, and how: reads and edits `lifecycle-config.toml` (0600). Comments and unknown VMs stay; an edit
 * that would make the file invalid, or a file that is invalid already, leaves it untouched. A running daemon
 * notices changes by itself.
 */
export class LifecycleManager {
  /** Path of the file. */
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Everything that the file says. @throws what {@link readLifecycleConfig} throws. */
  read(): Promise<LifecycleConfig> {
    return readLifecycleConfig(this.path);
  }

  /**
   * Monitors a VM from now on; what was said of it before stays where `config` is silent.
   *
   * @throws ValidationError (`INVALID_LIFECYCLE_CONFIG`, `INVALID_HOOK`) when a field is wrong.
   */
  async enableMonitoring(vm: NamedVm, config: Partial<MonitoringConfig> = {}): Promise<MonitoringConfig> {
    return this.#edit(vm, { ...config, enabled: true }, { isNew: true });
  }

  /**
   * Monitors a VM no longer; its settings and hooks stay for the next time.
   *
   * @throws ValidationError (`VM_NOT_MONITORED`) when the file does not know it.
   */
  async disableMonitoring(vm: NamedVm): Promise<MonitoringConfig> {
    return this.#edit(vm, { enabled: false });
  }

  /** What the file says of a VM. */
  async getMonitoringStatus(vm: NamedVm): Promise<MonitoringStatus> {
    const entry = entryOf(await this.read(), vm);
    return { vmId: vm.id, name: vm.name, config: entry?.config ?? null };
  }

  /**
   * Changes fields of a VM that the file knows; hooks are replaced one by one, an empty path removes one.
   *
   * @throws ValidationError (`VM_NOT_MONITORED`, `INVALID_LIFECYCLE_CONFIG`, `INVALID_HOOK`).
   */
  async updateConfig(vm: NamedVm, config: Partial<MonitoringConfig>): Promise<MonitoringConfig> {
    return this.#edit(vm, config);
  }

  async #edit(
    vm: NamedVm,
    change: Partial<MonitoringConfig>,
    { isNew = false }: { readonly isNew?: boolean } = {},
  ): Promise<MonitoringConfig> {
    const hooks = await checkedHooks(change.hooks ?? {});
    let edited: LifecycleConfig | undefined;
    await updateTomlFile(this.path, (document) => {
      const before = parseLifecycleConfig(document.data, this.path);
      const { key } = isNew ? (entryOf(before, vm) ?? { key: vm.id }) : requireEntry(before, vm);
      writeEntry(document, key, { ...change, hooks });
      edited = parseLifecycleConfig(document.data, this.path);
    });
    return requireEntry(edited!, vm).config;
  }
}

async function checkedHooks(hooks: MonitoringConfig["hooks"]): Promise<Record<string, string>> {
  const checked: Record<string, string> = {};
  for (const [type, script] of Object.entries(hooks)) {
    if (script !== "") await requireHookScript(script);
    checked[type] = script === "" ? "" : expandHookPath(script);
  }
  return checked;
}

function writeEntry(document: TomlDocument, key: string, change: Partial<MonitoringConfig>): void {
  const path = ["vms", key];
  if (document.get(path) === undefined) document.set(path, {});
  for (const [field, spelling] of Object.entries(SPELLINGS)) {
    const value: TomlValue | undefined = change[field as keyof typeof SPELLINGS];
    if (value !== undefined) document.set([...path, spelling], value);
  }
  for (const type of HOOK_TYPES) writeHook(document, [...path, "hooks", type], change.hooks?.[type]);
}

function writeHook(document: TomlDocument, path: readonly [...string[], HookType], script: string | undefined): void {
  if (script === undefined) return;
  if (script === "") document.delete(path);
  else document.set(path, script);
}
