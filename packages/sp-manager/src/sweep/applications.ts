import type { Application } from "../azure/applications.ts";
import { removeAt } from "../azure/delete-from-directory.ts";
import type { IdentityAzure } from "../azure/identity-azure.ts";
import { listDirectory } from "../azure/list-directory.ts";
import { listManagedIdentities, managedIdentity } from "../manage/managed-identity.ts";
import { deleteServicePrincipal } from "../remove/delete-service-principal.ts";
import { toError } from "./to-error.ts";
import type { Orphan, OrphanCollector, SweepScope } from "./orphan.ts";

/** Identities whose end has come; they go with everything that belongs to them. */
export const expiredApplications: OrphanCollector = {
  name: "applications",
  async *collect(azure, { signal }) {
    for await (const { spName, applicationObjectId: id, expiresAt } of listManagedIdentities(azure, { signal })) {
      if (expiresAt === null || !(Date.parse(expiresAt) <= azure.clock.now())) continue;
      yield {
        kind: "application",
        id,
        name: spName,
        reason: `It ended on ${expiresAt}.`,
        remove: async (options) => {
          const { parts } = await deleteServicePrincipal(azure, spName, options);
          const failed = parts.find(({ outcome }) => outcome === "failed");
          if (failed?.error) throw toError(failed.error);
        },
      };
    }
  },
};

/** Applications of ours among the deleted items, where they count towards the directory's quota for 30 days. */
export const deletedApplications: OrphanCollector = {
  name: "deleted applications",
  collect: (azure, scope) => collectDeleted(azure, scope),
};

async function* collectDeleted(azure: IdentityAzure, { signal, minAgeMs }: SweepScope): AsyncGenerator<Orphan> {
  const path = "/directory/deletedItems/microsoft.graph.application";
  const select = ["id", "appId", "displayName", "tags", "deletedDateTime"];
  for await (const one of listDirectory<Application>(azure, { path, select, signal })) {
    const deletedAtMs = Date.parse(one.deletedDateTime ?? "");
    if (managedIdentity(one) === undefined || !(azure.clock.now() - deletedAtMs >= minAgeMs)) continue;
    yield {
      kind: "deleted application",
      id: one.id,
      name: one.displayName,
      reason: `It was deleted on ${one.deletedDateTime} and can still be restored.`,
      remove: async (options) => {
        await removeAt(azure, `/directory/deletedItems/${one.id}`, options);
      },
    };
  }
}
