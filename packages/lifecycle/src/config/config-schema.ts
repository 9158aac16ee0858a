import { z } from "zod";
import { HOOK_TYPES } from "../hooks/hook-type.ts";
import { RESTART_POLICIES } from "../policy/restart-policy.ts";

const path = z.string();

const hooks = z.partialRecord(z.enum(HOOK_TYPES), path);

/** The table of a VM, as it stands in the file. */
export const vmTable = z.strictObject({
  enabled: z.boolean().optional(),
  check_interval_seconds: z.int().min(1).max(86_400).optional(),
  restart_policy: z.enum(RESTART_POLICIES).optional(),
  ssh_failure_threshold: z.int().min(1).max(20).optional(),
  health_check_timeout: z.int().min(1).max(300).optional(),
  startup_grace_seconds: z.int().min(0).max(7_200).optional(),
  hooks: hooks.optional(),
});

/** The table of the daemon. */
const daemonTable = z.strictObject({
  pid_file: path.optional(),
  log_file: path.optional(),
  log_level: z.preprocess(
    (value) => (typeof value === "string" ? value.toLowerCase().replace(/^warning$/, "warn") : value),
    z.enum(["debug", "info", "warn", "error"]).optional(),
  ),
  metrics_port: z.int().min(1).max(65_535).optional(),
});

/** The whole file. */
export const configTable = z.strictObject({
  vms: z.record(z.string(), vmTable).optional(),
  daemon: daemonTable.optional(),
});

/** The file as it is written. */
export type ConfigTable = z.infer<typeof configTable>;

/** A VM's table as it is written. */
export type VmTable = z.infer<typeof vmTable>;
