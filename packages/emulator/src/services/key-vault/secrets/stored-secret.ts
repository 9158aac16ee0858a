import type { JsonObject } from "../../../json/json.ts";

/** One version of a secret. Times are seconds since the epoch, as Key Vault writes them. */
export interface SecretVersion extends JsonObject {
  /** 32 digits of hexadecimal. */
  version: string;
  value: string;
  enabled: boolean;
  created: number;
  updated: number;
  nbf?: number;
  exp?: number;
  contentType?: string;
  tags?: Record<string, string>;
}

/** A secret with its versions, oldest first. Objects are never changed in place. */
export interface StoredSecret {
  readonly name: string;
  readonly versions: readonly SecretVersion[];
  /** When it was deleted, in milliseconds since the epoch; absent while it lives. */
  readonly deletedAt?: number;
  /** When a deletion or recovery under way is over, in milliseconds since the epoch. */
  readonly busyUntil?: number;
  /** Position in lists; also the cursor of their pages. */
  readonly sequence: number;
}

/** The version that requests without one mean. */
export function latestVersion({ versions }: StoredSecret): SecretVersion {
  return versions.at(-1)!;
}
