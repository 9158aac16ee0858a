import {
  ControlClient,
  entryOf,
  HookExecutor,
  LifecycleManager,
  lifecyclePaths,
  pathsFor,
  type HookType,
  type NamedVm,
} from "@azlin/lifecycle";
import type { Context } from "../context.ts";
import { asAzlinError } from "../render/format-error.ts";

/**
 * Fires the hook of something that a command has just done to a VM that is monitored: by the daemon when it runs, else from
 * here. What goes wrong with it is told and does not make the command fail: what it did is done.
 */
export async function fireHook(type: HookType, vm: NamedVm, context: Context): Promise<void> {
  try {
    const manager = new LifecycleManager(lifecyclePaths(context.home).config);
    const config = await manager.read();
    const entry = entryOf(config, vm);
    if (entry?.config.enabled !== true) return;
    if (type === "on_destroy") await manager.disableMonitoring(vm);
    const daemon = new ControlClient(pathsFor(context.home, config.daemon).socket);
    if (await daemon.announce(vm.id, type)) return;
    const script = entry.config.hooks[type];
    if (script !== undefined) await runHere(type, { ...vm, script }, context);
  } catch (error) {
    context.warn(`The hook ${type} was not run: ${asAzlinError(error).message}`);
  }
}

async function runHere(type: HookType, vm: NamedVm & { readonly script: string }, context: Context): Promise<void> {
  const { clock, env, logger } = context;
  const hooks = new HookExecutor({ clock, env });
  const event = { type, vmId: vm.id, vmName: vm.name, atMs: clock.now(), reason: "It was done by an azlin command." };
  const result = await context.progress(`Running the hook ${type}`, () => hooks.executeHook(vm.script, event));
  logger.debug("hook ran", { ...result });
  if (result.problem !== null) context.warn(`The hook ${type} (${vm.script}) did not succeed: ${result.problem}`);
}
