import { applySessionMigration, planSessionMigration, readConfiguredSessions, type ManagedVm } from "@azlin/tags";
import type { MigrationReport, TagManager } from "@azlin/tags";
import { openTagManager } from "../../azure/open-tag-manager.ts";
import type { Context } from "../../context.ts";
import { defineCommand } from "../../define-command.ts";
import { planReport } from "../../render/plan-report.ts";
import type { Cell, Report } from "../../render/report.ts";

/** `azlin migrate-sessions` */
export const migrateSessions = defineCommand({
  path: "migrate-sessions",
  summary: "Move session names from the configuration file to tags",
  description: "The file is copied first and stays as it is. Running it again takes up what is left.",
  examples: [["azlin migrate-sessions --dry-run", "see what would be written"]],
  uses: ["azure", "dryRun"],
  run: async (_args, context) => {
    const { path: configPath } = await context.configSource();
    const configured = await readConfiguredSessions(configPath);
    const tags = await openTagManager(context);
    const vms = configured.length === 0 ? [] : await listAll(tags, context);
    const plan = planSessionMigration({ configured, vms });
    if (context.isDryRun) {
      return planReport(
        plan.steps.map((step) => ({
          action: step.action === "write" ? "merge tags" : step.action,
          target: step.vm,
          reason: step.action === "write" ? `The session is to be '${step.session}'.` : step.reason,
        })),
      );
    }
    const { clock, signal } = context;
    const migrate = (): Promise<MigrationReport> =>
      applySessionMigration(plan, { tags, configPath, clock }, { signal });
    return reportOf(await context.progress("Writing tags", migrate));
  },
});

/** Read from Compute itself, as the index may not know VMs or tags of the last minute. */
async function listAll(tags: TagManager, context: Context): Promise<ManagedVm[]> {
  const { signal } = context;
  return context.progress("Listing VMs", async () => {
    const vms: ManagedVm[] = [];
    for await (const vm of tags.listManagedVms({ source: "live", includeUnmanaged: true, signal })) vms.push(vm);
    return vms;
  });
}

function reportOf(report: MigrationReport): Report {
  const { backup, migrated, skipped, failed } = report;
  const rows: Cell[][] = [
    ...migrated.map(({ vm, session }) => [vm, session, "migrated", null]),
    ...skipped.map(({ vm, session, reason }) => [vm, session, "skipped", reason]),
    ...failed.map(({ vm, session, error }) => [vm, session, "failed", error]),
  ];
  const isEmpty = rows.length === 0;
  return {
    json: { backup, migrated, skipped, failed },
    table: { columns: ["VM", "SESSION", "RESULT", "REASON"], rows },
    ...(isEmpty && { text: "No sessions in the configuration file." }),
    failed: failed.length > 0,
  };
}
