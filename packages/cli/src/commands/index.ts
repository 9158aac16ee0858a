import type { Command } from "../define-command.ts";

/** Loads a command. */
export type CommandLoader = () => Promise<Command>;

/** All commands by what is typed; each is loaded when it is needed. */
export const COMMANDS: Readonly<Record<string, CommandLoader>> = {
  new: async () => (await import("./vm/new.ts")).newCommand,
  list: async () => (await import("./vm/list.ts")).list,
  status: async () => (await import("./vm/status.ts")).status,
  start: async () => (await import("./vm/start.ts")).start,
  stop: async () => (await import("./vm/stop.ts")).stop,
  kill: async () => (await import("./vm/kill.ts")).kill,
  destroy: async () => (await import("./vm/destroy.ts")).destroy,
  killall: async () => (await import("./vm/killall.ts")).killall,
  connect: async () => (await import("./remote/connect.ts")).connect,
  exec: async () => (await import("./remote/exec.ts")).exec,
  w: async () => (await import("./remote/w.ts")).w,
  ps: async () => (await import("./remote/ps.ts")).ps,
  session: async () => (await import("./session/session.ts")).session,
  "migrate-sessions": async () => (await import("./session/migrate-sessions.ts")).migrateSessions,
  "tag list": async () => (await import("./tag/list.ts")).tagList,
  "tag add": async () => (await import("./tag/add.ts")).tagAdd,
  "tag remove": async () => (await import("./tag/remove.ts")).tagRemove,
  "config show": async () => (await import("./config/show.ts")).configShow,
  "config get": async () => (await import("./config/get.ts")).configGet,
  "config set": async () => (await import("./config/set.ts")).configSet,
  "local start": async () => (await import("./local/start.ts")).localStart,
  "local stop": async () => (await import("./local/stop.ts")).localStop,
  "local status": async () => (await import("./local/status.ts")).localStatus,
  "local reset": async () => (await import("./local/reset.ts")).localReset,
  "local seed": async () => (await import("./local/seed.ts")).localSeed,
  "local env": async () => (await import("./local/env.ts")).localEnv,
  "local fault set": async () => (await import("./local/fault-set.ts")).localFaultSet,
  "local fault list": async () => (await import("./local/fault-list.ts")).localFaultList,
  "local fault clear": async () => (await import("./local/fault-clear.ts")).localFaultClear,
  "local nature": async () => (await import("./local/nature.ts")).localNature,
  "local clock": async () => (await import("./local/clock.ts")).localClock,
  completions: async () => (await import("./shell/completions.ts")).completions,
  help: async () => (await import("./shell/help.ts")).help,
  version: async () => (await import("./shell/version.ts")).versionCommand,
};

/** Other names of commands. */
export const ALIASES: Readonly<Record<string, string>> = { create: "new", vm: "new" };

/** Paths of the commands in a group: `local` has `local start`, …; the empty path has all. */
export function pathsBelow(group: string): readonly string[] {
  return Object.keys(COMMANDS).filter((path) => group === "" || path.startsWith(`${group} `));
}

/** Loads several commands, in order. */
export function loadCommands(paths: readonly string[]): Promise<Command[]> {
  return Promise.all(paths.map((path) => COMMANDS[path]!()));
}
