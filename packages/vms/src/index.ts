// Everything exported here is public API. Explicit names only.
export { applyClone } from "./clone/apply-clone.ts";
export type { ApplyCloneOptions, CloneOutcome, CloneReport, LeftSnapshot } from "./clone/apply-clone.ts";
export { readCloneFacts } from "./clone/clone-facts.ts";
export type { CloneFacts, CloneSource } from "./clone/clone-facts.ts";
export { renewIdentity } from "./clone/clone-identity.ts";
export { planClone } from "./clone/clone-plan.ts";
export type { ClonePlan } from "./clone/clone-plan.ts";
export { MAX_REPLICAS } from "./clone/clone-request.ts";
export type { CloneRequest } from "./clone/clone-request.ts";
export { removeSecrets } from "./clone/clone-secrets.ts";
export type { FindSecrets, FoundSecret } from "./clone/clone-secrets.ts";
export type { CloneStage, PrepareCloneOptions } from "./clone/prepare-clone.ts";
export { cloudInit } from "./cloud-init/cloud-init.ts";
export type { CloudInitOptions } from "./cloud-init/cloud-init.ts";
export { parseCloudInitStatus } from "./cloud-init/cloud-init-status.ts";
export type { CloudInitStatus } from "./cloud-init/cloud-init-status.ts";
export { parseLedger } from "./cloud-init/provisioning-ledger.ts";
export type { SectionResult } from "./cloud-init/provisioning-ledger.ts";
export { CLOUD_INIT_TOOLS } from "./cloud-init/tool-sections.ts";
export type { CloudInitTool } from "./cloud-init/tool-sections.ts";
export { applyDelete } from "./delete/apply-delete.ts";
export type { ApplyDeleteOptions, DeleteOutcome, DeleteReport } from "./delete/apply-delete.ts";
export { planDelete } from "./delete/delete-plan.ts";
export type { DeleteFacts, DeletePlan, DeleteStep, InterfacePart, Part, VmParts } from "./delete/delete-plan.ts";
export { gatherDeleteFacts } from "./delete/gather-delete-facts.ts";
export { listVms } from "./fleet/list-vms.ts";
export type { ListVmsOptions } from "./fleet/list-vms.ts";
export { pickVm } from "./fleet/pick-vm.ts";
export { readFleetVm } from "./fleet/read-fleet-vm.ts";
export type { FleetVm } from "./fleet/to-fleet-vm.ts";
export { resolveVm } from "./fleet/resolve-vm.ts";
export type { ResolveVmOptions } from "./fleet/resolve-vm.ts";
export { cloneRepositoryCommand } from "./guest/clone-repository.ts";
export { formatDotenv, parseDotenv } from "./guest/dotenv.ts";
export { checkEnvName, editEnvBlock, ENV_END, ENV_START, readEnvBlock } from "./guest/env-block.ts";
export type { EnvChange, EnvVariables } from "./guest/env-block.ts";
export { logsCommand } from "./guest/logs-command.ts";
export type { LogsRequest } from "./guest/logs-command.ts";
export { loginsCommand, parseProcesses, processesCommand } from "./guest/processes.ts";
export { changeRemoteEnv, readRemoteEnv } from "./guest/remote-env.ts";
export { secretLooking } from "./guest/secret-looking.ts";
export { updateOs, updateTools } from "./guest/update-tools.ts";
export type { ToolUpdate, UpdateToolsOptions } from "./guest/update-tools.ts";
export { parseUsage, usageCommand } from "./guest/usage.ts";
export type { CpuTimes, UsageSample } from "./guest/usage.ts";
export { applyKeyRotation } from "./keys/apply-rotation.ts";
export type { ApplyRotationOptions, RotationOutcome, RotationProgress, RotationReport } from "./keys/apply-rotation.ts";
export { backupKey } from "./keys/key-files.ts";
export type { KeyPair } from "./keys/key-files.ts";
export { listKeys } from "./keys/list-keys.ts";
export type { ListKeysOptions, VmKeys } from "./keys/list-keys.ts";
export { readJournal } from "./keys/rotation-journal.ts";
export type { RotationJournal } from "./keys/rotation-journal.ts";
export { planKeyRotation } from "./keys/rotation-plan.ts";
export type { RotationFacts, RotationPlan, RotationStep, RotationVm } from "./keys/rotation-plan.ts";
export { isLocked, readLockedScopes } from "./locks/locked-scopes.ts";
export { applyPower, readPowerState } from "./power/apply-power.ts";
export { planPower } from "./power/power-plan.ts";
export type { PowerAction, PowerPlan } from "./power/power-plan.ts";
export { applyProvision } from "./provision/apply-provision.ts";
export type { ApplyProvisionOptions, ProvisionOutcome, ProvisionReport } from "./provision/apply-provision.ts";
export { readProvisionFacts } from "./provision/provision-facts.ts";
export type { ProvisionFacts, Quota, RegionFacts, SizeFacts } from "./provision/provision-facts.ts";
export { planProvision } from "./provision/provision-plan.ts";
export type { ProvisionPlan, ProvisionStep } from "./provision/provision-plan.ts";
export { checkProvisionRequest, defaultVmName, MAX_POOL, poolNames } from "./provision/provision-request.ts";
export type { ProvisionRequest } from "./provision/provision-request.ts";
export { setUpVm } from "./provision/set-up-vm.ts";
export type { SetUpOptions, SetUpReport, SetUpStep } from "./provision/set-up-vm.ts";
export { vmAzure } from "./vm-azure.ts";
export type { VmAzure, VmAzureOptions } from "./vm-azure.ts";
export { applyRestore } from "./snapshot/apply-restore.ts";
export type { ApplyRestoreOptions, RestoreReport } from "./snapshot/apply-restore.ts";
export { applySnapshot, applySnapshotDelete, planSnapshotDelete } from "./snapshot/apply-snapshot.ts";
export type { SnapshotDeletePlan } from "./snapshot/apply-snapshot.ts";
export { dueSnapshots } from "./snapshot/due-snapshots.ts";
export type { DueSnapshot, ScheduledVm, SnapshotSync } from "./snapshot/due-snapshots.ts";
export { listSnapshots } from "./snapshot/list-snapshots.ts";
export type { ListSnapshotsOptions } from "./snapshot/list-snapshots.ts";
export type { OsDiskFacts } from "./snapshot/os-disk.ts";
export { planRestore } from "./snapshot/restore-plan.ts";
export type { RestorePlan, RestoreRequest, RestoreStep } from "./snapshot/restore-plan.ts";
export { readSnapshotVm } from "./snapshot/snapshot-facts.ts";
export type { SnapshotVm } from "./snapshot/snapshot-facts.ts";
export { planSnapshot } from "./snapshot/snapshot-plan.ts";
export type { SnapshotPlan, SnapshotPlanFacts } from "./snapshot/snapshot-plan.ts";
export {
  disableSnapshotSchedule,
  enableSnapshotSchedule,
  formatSchedule,
  readSnapshotSchedule,
} from "./snapshot/snapshot-schedule.ts";
export type { SnapshotSchedule } from "./snapshot/snapshot-schedule.ts";
export type { SnapshotKind } from "./snapshot/snapshot-tags.ts";
export { syncSnapshots } from "./snapshot/sync-snapshots.ts";
export type { SnapshotSyncOutcome, SyncSnapshotsOptions } from "./snapshot/sync-snapshots.ts";
export type { VmSnapshot } from "./snapshot/vm-snapshot.ts";
export { monthlyCostUsd } from "./price/monthly-cost.ts";
export type { PricedKind, PricedResource } from "./price/monthly-cost.ts";
export { PRICE_TABLE } from "./price/price-table.ts";
export { applyOrphanDelete, planOrphanDelete } from "./orphan/delete-orphans.ts";
export type { ApplyOrphanDeleteOptions, OrphanDeletePlan, OrphanOutcome, OrphanStep } from "./orphan/delete-orphans.ts";
export { listOrphans } from "./orphan/list-orphans.ts";
export type { ListOrphansOptions, Orphan } from "./orphan/list-orphans.ts";
export type { OrphanKind } from "./orphan/orphan-kinds.ts";
export { orphanReason } from "./orphan/orphan-reason.ts";
export type { OrphanFacts } from "./orphan/orphan-reason.ts";
export { applyPrune } from "./prune/apply-prune.ts";
export type { ApplyPruneOptions, PruneOutcome } from "./prune/apply-prune.ts";
export { planPrune, PROTECTED_TAG } from "./prune/prune-plan.ts";
export type { PruneCandidate, PruneFacts, PrunePlan, PruneRequest } from "./prune/prune-plan.ts";
export { templateExists, templateNotFound } from "./template/template-errors.ts";
export {
  createTemplate,
  deleteTemplate,
  exportTemplate,
  getTemplate,
  importTemplate,
  listTemplates,
  readTemplateFile,
} from "./template/template-store.ts";
export type { StoredTemplate } from "./template/template-store.ts";
export { checkTemplateName, formatTemplate, parseTemplate } from "./template/vm-template.ts";
export type { VmTemplate } from "./template/vm-template.ts";
export { waitForCloudInit } from "./wait/wait-for-cloud-init.ts";
export type { CloudInitReport, WaitForCloudInitOptions } from "./wait/wait-for-cloud-init.ts";
export { sshBudgetMs, waitForSsh } from "./wait/wait-for-ssh.ts";
export type { SshAttempt, WaitForSshOptions } from "./wait/wait-for-ssh.ts";
