import type { JsonWebKey } from "node:crypto";
import type { JsonObject } from "../json/json.ts";

/** What the directory holds. */
export type DirectoryObjectType = "application" | "servicePrincipal";

/** A document as Microsoft Graph shows it; credentials have no values in it. */
export interface DirectoryBody extends JsonObject {
  id: string;
  appId: string;
  displayName: string;
}

/**
 * One object of the directory. Objects are never changed in place. A deleted one stays for 30 days in the bin, from
 * which it can be restored.
 */
export interface DirectoryObject {
  readonly type: DirectoryObjectType;
  readonly body: DirectoryBody;
  /** What the emulator knows and no answer shows: hashes of secrets, certificates, permissions. JSON. */
  readonly internals: JsonObject;
  /** Object id of who made it; its owner. Absent: the directory came with it. */
  readonly createdBy?: string;
  /** Milliseconds since the epoch from which others than the uniqueness checks see it. */
  readonly visibleAt: number;
  /** When it was deleted, in milliseconds since the epoch; absent while it lives. */
  readonly deletedAt?: number;
  /** Position in lists; also the cursor of their pages. */
  readonly sequence: number;
}

/** An issuer of tokens elsewhere (a cluster, a pipeline) whose keys the directory knows. */
export interface TrustedIssuer {
  /** As `iss` in its tokens has it. */
  readonly issuer: string;
  /** Its public keys, as JSON Web Keys. */
  readonly keys: readonly JsonWebKey[];
}
