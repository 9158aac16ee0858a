import { readFile, rm } from "node:fs/promises";
import { PrerequisiteError, writeFileAtomic } from "@azlin/core";

/** Where a rotation stands; kept beside the key until it is complete. */
export interface RotationJournal {
  /**
   * `pushing`: the old key is the key, VMs are given the new one. `promoting`: every VM lets the new one in, it is
   * becoming the key. `removing`: it is the key, VMs are losing the old one.
   */
  readonly phase: "pushing" | "promoting" | "removing";
  readonly oldPublicKey: string;
  readonly newPublicKey: string;
  /** Directory with a copy of the old key. */
  readonly backup: string;
  /** What the last run could not do, by VM id. */
  readonly open: Readonly<Record<string, string>>;
}

const PHASES: ReadonlySet<string> = new Set(["pushing", "promoting", "removing"]);

/** Path of the journal of a key. */
export function journalPath(keyPath: string): string {
  return `${keyPath}.rotation.json`;
}

/**
 * The journal of a rotation that is not complete; `undefined` when there is none.
 *
 * @throws PrerequisiteError (`ROTATION_JOURNAL_BROKEN`): it is left as it is.
 */
export async function readJournal(keyPath: string): Promise<RotationJournal | undefined> {
  const text = await readFile(journalPath(keyPath), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const journal = parse(text);
  if (journal === undefined) throw broken(keyPath);
  return journal;
}

/** Writes where a rotation stands. */
export function writeJournal(keyPath: string, journal: RotationJournal): Promise<void> {
  return writeFileAtomic(journalPath(keyPath), `${JSON.stringify(journal, undefined, 2)}\n`);
}

/** The rotation is complete. */
export function removeJournal(keyPath: string): Promise<void> {
  return rm(journalPath(keyPath), { force: true });
}

function parse(text: string): RotationJournal | undefined {
  try {
    const value = JSON.parse(text) as Partial<RotationJournal> | null;
    const texts = [value?.oldPublicKey, value?.newPublicKey, value?.backup];
    if (!PHASES.has(value?.phase ?? "") || !texts.every((one) => typeof one === "string")) return undefined;
    return { open: {}, ...value } as RotationJournal;
  } catch {
    return undefined;
  }
}

function broken(keyPath: string): PrerequisiteError {
  const path = journalPath(keyPath);
  return new PrerequisiteError("ROTATION_JOURNAL_BROKEN", `${path} cannot be read: nobody knows how far it came.`, {
    hint: `Both keys may be in use: '${keyPath}' and '${keyPath}.new'. See which VMs let which in, then remove the file.`,
    details: { path },
  });
}
