import type { HookType } from "./hook-type.ts";

/** Something that happened to a VM, for which a script is run. */
export interface HookEvent {
  readonly type: HookType;
  /** Resource id of the VM. */
  readonly vmId: string;
  readonly vmName: string;
  /** When it happened, in milliseconds since the epoch. */
  readonly atMs: number;
  /** Failed checks in a row. Default 0. */
  readonly failureCount?: number;
  /** Why, as a sentence. */
  readonly reason?: string;
}

/** What of this process's environment a hook gets to see: enough to run, and none of its secrets. */
const INHERITED = ["PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "TZ", "TMPDIR", "AZLIN_HOME"] as const;

/** The environment of a hook: `AZLIN_VM_NAME`, `AZLIN_EVENT_TYPE`, `AZLIN_TIMESTAMP`, `AZLIN_FAILURE_COUNT` and more. Pure. */
export function hookEnvironment(
  event: HookEvent,
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const inherited = INHERITED.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]));
  return {
    ...Object.fromEntries(inherited),
    AZLIN_VM_NAME: event.vmName,
    AZLIN_VM_ID: event.vmId,
    AZLIN_EVENT_TYPE: event.type,
    AZLIN_TIMESTAMP: new Date(event.atMs).toISOString(),
    AZLIN_FAILURE_COUNT: String(event.failureCount ?? 0),
    AZLIN_REASON: event.reason ?? "",
  };
}
