import {
  ControlClient,
  DaemonController,
  LifecycleManager,
  lifecyclePaths,
  pathsFor,
  type LifecyclePaths,
} from "@azlin/lifecycle";
import type { Context } from "../context.ts";
import { asAzlinError } from "../render/format-error.ts";

/** What commands about monitoring work with. */
export interface Lifecycle {
  readonly paths: LifecyclePaths;
  /** Which VMs are monitored. */
  readonly manager: LifecycleManager;
  /** Asks the daemon. */
  readonly client: ControlClient;
  /** Starts and stops it. */
  readonly controller: DaemonController;
}

/** The monitoring of this azlin home. A configuration that cannot be read is told of; the files are then where they are by default. */
export async function openLifecycle(context: Context): Promise<Lifecycle> {
  const { home, clock } = context;
  const manager = new LifecycleManager(lifecyclePaths(home).config);
  let paths = lifecyclePaths(home);
  try {
    paths = pathsFor(home, (await manager.read()).daemon);
  } catch (error) {
    context.warn(asAzlinError(error).message);
  }
  const launch = (signal: AbortSignal): Promise<unknown> => context.launchDaemon(signal);
  return {
    paths,
    manager,
    client: new ControlClient(paths.socket),
    controller: new DaemonController({ paths, launch, clock }),
  };
}
