import {
  listManagedIdentities,
  readSagas,
  type IdentityAzure,
  type IdentityJournal,
  type ManagedIdentity,
} from "@azlin/sp-manager";
import type { AbortOptions } from "@azlin/core";
import type { PlannedAction } from "../render/plan-report.ts";

/** What is asked to go, and who knows of it. */
export interface SpToDelete extends AbortOptions {
  readonly name: string;
  readonly journal: IdentityJournal;
  /** The vault that was named. */
  readonly vaultUrl: string | undefined;
  /** Whether it stays among the directory's deleted items. */
  readonly keepDeleted: boolean;
}

/** Everything that goes with an identity, in the order in which it goes; empty when nobody knows of it. */
export async function planSpDeletion(azure: IdentityAzure, asked: SpToDelete): Promise<PlannedAction[]> {
  const identities: ManagedIdentity[] = [];
  for await (const one of listManagedIdentities(azure, { spName: asked.name, signal: asked.signal })) {
    identities.push(one);
  }
  const secrets = [...identities.flatMap(secretOf), ...secretsKnownOtherwise(identities, asked)];
  if (identities.length === 0 && secrets.length === 0 && !isInJournal(asked)) return [];
  const { name } = asked;
  return [
    {
      action: "delete",
      target: `role assignments of '${name}'`,
      reason: "They go first: left behind, nobody owns them.",
    },
    ...identities.map((one) => applicationAction(one, asked)),
    ...secrets.map((target): PlannedAction => {
      return { action: "delete", target, reason: "Nobody signs in with it any more." };
    }),
  ];
}

function applicationAction(one: ManagedIdentity, { keepDeleted }: SpToDelete): PlannedAction {
  return {
    action: keepDeleted ? "delete" : "delete permanently",
    target: `application '${one.spName}' (${one.clientId}) with its service principal`,
    reason: keepDeleted ? "It can be restored for 30 days." : `It was made for the run '${one.runId ?? "unknown"}'.`,
  };
}

function secretOf({ secret }: ManagedIdentity): string[] {
  return secret === null ? [] : [`secret '${secret.name}' in ${secret.vaultUrl}`];
}

/** The secret of an identity whose application is gone, by the journal or by the vault that was named. */
function secretsKnownOtherwise(identities: readonly ManagedIdentity[], asked: SpToDelete): string[] {
  if (identities.length > 0) return [];
  const credential = sagaOf(asked)?.plan.credential;
  if (credential?.kind === "secret") return [`secret '${credential.secretName}' in ${credential.vaultUrl}`];
  return asked.vaultUrl === undefined ? [] : [`secret of '${asked.name}' in ${asked.vaultUrl}`];
}

function isInJournal(asked: SpToDelete): boolean {
  const saga = sagaOf(asked);
  return saga !== undefined && saga.outcome !== "undone";
}

function sagaOf({ journal, name }: SpToDelete): ReturnType<typeof readSagas>[number] | undefined {
  return readSagas(journal.entries).findLast(({ plan }) => plan.names.displayName === name);
}
