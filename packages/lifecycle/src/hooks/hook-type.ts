/** Names of the hooks, in the order in which they are shown. */
export const HOOK_TYPES = ["on_start", "on_stop", "on_failure", "on_restart", "on_destroy", "on_healthy"] as const;

/** When a hook runs. */
export type HookType = (typeof HOOK_TYPES)[number];

/** What each of them waits for. */
export const HOOK_MEANINGS: Readonly<Record<HookType, string>> = {
  on_start: "the VM was started",
  on_stop: "the VM was stopped",
  on_failure: "so many checks failed as the threshold says",
  on_restart: "the VM was healed by a restart or a start",
  on_destroy: "the VM was deleted",
  on_healthy: "the VM is healthy again",
};

/** Whether a text names a hook. */
export function isHookType(text: string): text is HookType {
  return (HOOK_TYPES as readonly string[]).includes(text);
}
