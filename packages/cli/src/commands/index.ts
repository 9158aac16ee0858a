import type { Command } from "../define-command.ts";

/** Loads a command. */
export type CommandLoader = () => Promise<Command>;

/** All commands by what is typed; each is loaded when it is needed. */
export const COMMANDS: Readonly<Record<string, CommandLoader>> = {
  new: async () => (await import("./vm/new.ts")).newCommand,
  clone: async () => (await import("./vm/clone.ts")).clone,
  list: async () => (await import("./vm/list.ts")).list,
  status: async () => (await import("./vm/status.ts")).status,
  health: async () => (await import("./vm/health.ts")).health,
  start: async () => (await import("./vm/start.ts")).start,
  stop: async () => (await import("./vm/stop.ts")).stop,
  kill: async () => (await import("./vm/kill.ts")).kill,
  destroy: async () => (await import("./vm/destroy.ts")).destroy,
  killall: async () => (await import("./vm/killall.ts")).killall,
  connect: async () => (await import("./remote/connect.ts")).connect,
  exec: async () => (await import("./remote/exec.ts")).exec,
  w: async () => (await import("./remote/w.ts")).w,
  top: async () => (await import("./remote/top.ts")).top,
  ps: async () => (await import("./remote/ps.ts")).ps,
  update: async () => (await import("./remote/update.ts")).update,
  "os-update": async () => (await import("./remote/os-update.ts")).osUpdate,
  cp: async () => (await import("./copy/cp.ts")).cp,
  sync: async () => (await import("./copy/sync.ts")).sync,
  "keys list": async () => (await import("./keys/list.ts")).keysList,
  "keys rotate": async () => (await import("./keys/rotate.ts")).keysRotate,
  "keys export": async () => (await import("./keys/export.ts")).keysExport,
  "keys forget": async () => (await import("./keys/forget.ts")).keysForget,
  "keys backup": async () => (await import("./keys/backup.ts")).keysBackup,
  "env list": async () => (await import("./env/list.ts")).envList,
  "env set": async () => (await import("./env/set.ts")).envSet,
  "env delete": async () => (await import("./env/delete.ts")).envDelete,
  "env export": async () => (await import("./env/export.ts")).envExport,
  "env import": async () => (await import("./env/import.ts")).envImport,
  "env clear": async () => (await import("./env/clear.ts")).envClear,
  logs: async () => (await import("./logs/logs.ts")).logs,
  session: async () => (await import("./session/session.ts")).session,
  "migrate-sessions": async () => (await import("./session/migrate-sessions.ts")).migrateSessions,
  "tag list": async () => (await import("./tag/list.ts")).tagList,
  "tag add": async () => (await import("./tag/add.ts")).tagAdd,
  "tag remove": async () => (await import("./tag/remove.ts")).tagRemove,
  "batch start": async () => (await import("./batch/start.ts")).batchStart,
  "batch stop": async () => (await import("./batch/stop.ts")).batchStop,
  "batch command": async () => (await import("./batch/command.ts")).batchCommand,
  "batch sync": async () => (await import("./batch/sync.ts")).batchSync,
  "template create": async () => (await import("./template/create.ts")).templateCreate,
  "template list": async () => (await import("./template/list.ts")).templateList,
  "template delete": async () => (await import("./template/delete.ts")).templateDelete,
  "template export": async () => (await import("./template/export.ts")).templateExport,
  "template import": async () => (await import("./template/import.ts")).templateImport,
  "snapshot create": async () => (await import("./snapshot/create.ts")).snapshotCreate,
  "snapshot list": async () => (await import("./snapshot/list.ts")).snapshotList,
  "snapshot restore": async () => (await import("./snapshot/restore.ts")).snapshotRestore,
  "snapshot delete": async () => (await import("./snapshot/delete.ts")).snapshotDelete,
  "snapshot enable": async () => (await import("./snapshot/enable.ts")).snapshotEnable,
  "snapshot disable": async () => (await import("./snapshot/disable.ts")).snapshotDisable,
  "snapshot sync": async () => (await import("./snapshot/sync.ts")).snapshotSync,
  "snapshot status": async () => (await import("./snapshot/status.ts")).snapshotStatus,
  prune: async () => (await import("./cleanup/prune.ts")).prune,
  "orphans list": async () => (await import("./orphans/list.ts")).orphansList,
  "orphans delete": async () => (await import("./orphans/delete.ts")).orphansDelete,
  "lifecycle enable": async () => (await import("./lifecycle/enable.ts")).lifecycleEnable,
  "lifecycle disable": async () => (await import("./lifecycle/disable.ts")).lifecycleDisable,
  "lifecycle status": async () => (await import("./lifecycle/status.ts")).lifecycleStatus,
  "lifecycle hook": async () => (await import("./lifecycle/hook.ts")).lifecycleHook,
  "lifecycle explain": async () => (await import("./lifecycle/explain.ts")).lifecycleExplain,
  "lifecycle daemon start": async () => (await import("./lifecycle/daemon-start.ts")).daemonStart,
  "lifecycle daemon stop": async () => (await import("./lifecycle/daemon-stop.ts")).daemonStop,
  "lifecycle daemon restart": async () => (await import("./lifecycle/daemon-restart.ts")).daemonRestart,
  "lifecycle daemon reload": async () => (await import("./lifecycle/daemon-reload.ts")).daemonReload,
  "lifecycle daemon status": async () => (await import("./lifecycle/daemon-status.ts")).daemonStatus,
  "lifecycle daemon logs": async () => (await import("./lifecycle/daemon-logs.ts")).daemonLogs,
  "lifecycle daemon install": async () => (await import("./lifecycle/daemon-install.ts")).daemonInstall,
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
