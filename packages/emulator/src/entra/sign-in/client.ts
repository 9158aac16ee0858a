import type { DirectoryObject } from "../directory-object.ts";

/** A client that asks for a token: its service principal, and its application where that is in this directory. */
export interface Client {
  readonly clientId: string;
  readonly servicePrincipal: DirectoryObject;
  /** What may hold its credentials. */
  readonly holders: readonly DirectoryObject[];
}
