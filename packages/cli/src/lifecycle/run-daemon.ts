import { dirname } from "node:path";
import { ensurePrivateDirectory, type AbortOptions } from "@azlin/core";
import { HealthMonitor } from "@azlin/health";
import { LifecycleDaemon, LogFile, lifecyclePaths, pathsFor, readLifecycleConfig } from "@azlin/lifecycle";
import { listFleet } from "../azure/list-fleet.ts";
import { openVmAzure } from "../azure/open-vm-azure.ts";
import type { Context } from "../context.ts";
import { jumpHosts } from "../remote/jump-hosts.ts";
import { openRemote } from "../remote/open-remote.ts";

/** How the daemon is run. */
export interface RunDaemonOptions extends AbortOptions {
  /** Told once it answers. */
  readonly onReady?: () => void;
}

/** Connections to VMs are kept from one check to the next, however rare those are. */
const IDLE_MS = 86_400_000;

/**
 * Runs the lifecycle daemon in this process until the signal aborts or somebody tells it to end; SIGHUP has it read its
 * configuration again.
 *
 * @throws what {@link LifecycleDaemon.run} throws.
 */
export async function runDaemon(context: Context, { signal, onReady }: RunDaemonOptions): Promise<void> {
  const { clock, home, env } = context;
  const config = await readLifecycleConfig(lifecyclePaths(home).config);
  const paths = pathsFor(home, config.daemon);
  await ensurePrivateDirectory(dirname(paths.logFile));
  const log = new LogFile(paths.logFile, { clock, level: config.daemon.logLevel });
  const { logger } = log;
  const azure = await openVmAzure({ ...context, logger });
  const wishes = { idleMs: IDLE_MS };
  await using remote = await openRemote(wishes, await jumpHosts(azure, wishes, context), context);
  const monitor = new HealthMonitor({ transport: azure.transport, shell: remote.shell, ssh: remote.access, clock });
  const daemon = new LifecycleDaemon({
    paths,
    monitor,
    logger,
    clock,
    transport: azure.transport,
    listVms: () => listFleet(azure, context, { includeUnmanaged: true }),
    hooks: { env },
    onDaemonConfig: ({ logLevel }) => log.setLevel(logLevel),
  });
  const onHangUp = (): void => {
    log.reopen();
    daemon.reloadConfig().catch((error: unknown) => logger.error("could not reload", { error }));
  };
  process.on("SIGHUP", onHangUp);
  try {
    await daemon.run({ signal, ...(onReady && { onReady }) });
  } finally {
    process.off("SIGHUP", onHangUp);
    log.close();
  }
}
