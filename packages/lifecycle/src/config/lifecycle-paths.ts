import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import type { DaemonConfig } from "./daemon-config.ts";

/** The files of the lifecycle daemon of one azlin home. */
export interface LifecyclePaths {
  readonly config: string;
  readonly pidFile: string;
  readonly logFile: string;
  /** Health history and journal of actions. */
  readonly database: string;
  /** Locked by the daemon as long as it lives. */
  readonly lock: string;
  /** The Unix socket on which it can be asked. */
  readonly socket: string;
}

/** Where the files are when nobody says otherwise. */
export function lifecyclePaths(home: string): LifecyclePaths {
  return {
    config: join(home, "lifecycle-config.toml"),
    pidFile: join(home, "lifecycle-daemon.pid"),
    logFile: join(home, "lifecycle-daemon.log"),
    database: join(home, "lifecycle.db"),
    lock: join(home, "lifecycle-daemon.lock"),
    socket: join(home, "lifecycle-daemon.sock"),
  };
}

/** The files as the configuration moves them; `~` stands for the home directory, relative paths are below azlin's. */
export function pathsFor(
  home: string,
  { pidFile, logFile }: Pick<DaemonConfig, "pidFile" | "logFile">,
): LifecyclePaths {
  const paths = lifecyclePaths(home);
  return {
    ...paths,
    pidFile: pidFile === null ? paths.pidFile : expand(pidFile, home),
    logFile: logFile === null ? paths.logFile : expand(logFile, home),
  };
}

function expand(path: string, home: string): string {
  if (path === "~/.azlin" || path.startsWith("~/.azlin/")) return join(home, path.slice("~/.azlin".length));
  if (path === "~" || path.startsWith("~/")) return join(homedir(), path.slice(1));
  return isAbsolute(path) ? path : resolve(home, path);
}
