import { ValidationError } from "@azlin/core";

/** Tags of a VM. */
export type Tags = Readonly<Record<string, string>>;

/** Names of the tags that azlin keeps on a VM (seed 000). Names that begin with `azlin-` are reserved for it. */
export const TAG_KEYS = {
  /** `azlin` on every VM that azlin manages. */
  managedBy: "managed-by",
  session: "azlin-session",
  /** When azlin created the VM, ISO 8601 in UTC. */
  created: "azlin-created",
  owner: "azlin-owner",
  /** When somebody last connected to the VM with azlin, ISO 8601 in UTC. */
  lastConnect: "azlin-last-connect",
  /** Present while a session name is being claimed; see `claimSession`. */
  claim: "azlin-session-claim",
} as const;

/** Value of {@link TAG_KEYS.managedBy}. */
export const MANAGED_BY = "azlin";

/** Azure's limit for the value of a tag. */
export const MAX_TAG_VALUE_LENGTH = 256;

const SESSION_NAME = /^[a-zA-Z0-9_-]+$/;

/** What {@link managementTags} needs to know. */
export interface ManagementFacts {
  readonly owner?: string;
  /** Default: no `azlin-created` tag. */
  readonly created?: Date;
  readonly session?: string;
}

/**
 * The value of a tag. Azure compares names without regard to case; values are exact.
 *
 * @returns undefined when the VM has no such tag.
 */
export function readTag(tags: Tags | null | undefined, key: string): string | undefined {
  if (tags === null || tags === undefined) return undefined;
  if (Object.hasOwn(tags, key)) return tags[key];
  const wanted = key.toLowerCase();
  const spelled = Object.keys(tags).find((name) => name.toLowerCase() === wanted);
  return spelled === undefined ? undefined : tags[spelled];
}

/** Whether azlin manages the VM with these tags. */
export function isManaged(tags: Tags | null | undefined): boolean {
  return readTag(tags, TAG_KEYS.managedBy) === MANAGED_BY;
}

/** Session name of a VM with these tags. An empty tag is no session. */
export function sessionOf(tags: Tags | null | undefined): string | undefined {
  const session = readTag(tags, TAG_KEYS.session);
  return session === "" ? undefined : session;
}

/**
 * Checks a session name: letters, digits, `_` and `-`, at most 256 of them.
 *
 * @throws ValidationError (`INVALID_SESSION_NAME`) before anything is sent.
 */
export function parseSessionName(text: string): string {
  if (SESSION_NAME.test(text) && text.length <= MAX_TAG_VALUE_LENGTH) return text;
  throw new ValidationError("INVALID_SESSION_NAME", `'${text}' is not a session name.`, {
    hint: `Use letters, digits, '_' and '-', at most ${MAX_TAG_VALUE_LENGTH} characters.`,
    details: { session: text },
  });
}

/**
 * The management tags for a VM.
 *
 * @throws ValidationError (`INVALID_SESSION_NAME`, `INVALID_OWNER`) for values that no tag can hold.
 */
export function managementTags({ owner, created, session }: ManagementFacts = {}): Record<string, string> {
  if (owner !== undefined && (owner === "" || owner.length > MAX_TAG_VALUE_LENGTH)) {
    throw new ValidationError("INVALID_OWNER", `'${owner}' cannot be the owner of a VM.`, {
      hint: `An owner has 1 to ${MAX_TAG_VALUE_LENGTH} characters.`,
    });
  }
  return {
    [TAG_KEYS.managedBy]: MANAGED_BY,
    ...(session !== undefined && { [TAG_KEYS.session]: parseSessionName(session) }),
    ...(created !== undefined && { [TAG_KEYS.created]: formatCreated(created) }),
    ...(owner !== undefined && { [TAG_KEYS.owner]: owner }),
  };
}

/** A time as `azlin-created` holds it: `2025-01-23T20:15:00Z`. */
export function formatCreated(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
