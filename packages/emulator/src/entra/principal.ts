/** A permission on Microsoft Graph that an application may be granted here. */
export type GraphPermission =
  | "Application.Read.All"
  | "Application.ReadWrite.OwnedBy"
  | "Application.ReadWrite.All"
  | "Directory.Read.All"
  | "Directory.ReadWrite.All";

/** Who is asking: a service principal of the local directory. */
export interface Principal {
  /** Application (client) id. */
  readonly clientId: string;
  /** Id of the service principal in the directory; role assignments name it. */
  readonly objectId: string;
  readonly displayName: string;
  /** Secret that its token requests must show; absent: any is taken. Never told again. */
  readonly clientSecret?: string;
  /** A managed identity: what it belongs to gets its tokens, and no secret does. */
  readonly isManagedIdentity?: boolean;
  /** When it was made, in milliseconds since the epoch; absent: it has always been there. Others see it only after a while. */
  readonly createdAt?: number;
  /** What it may do in Microsoft Graph, by application permission. Default: nothing. */
  readonly graphPermissions?: readonly GraphPermission[];
  /** The built-in administrator, Owner of everything. */
  readonly administrator?: boolean;
}

/** The administrator that every local Azure has. */
export const ADMINISTRATOR: Principal = {
  clientId: "00000000-0000-4000-8000-00000000a271",
  objectId: "00000000-0000-4000-8000-00000000a272",
  displayName: "azlin-local-administrator",
  administrator: true,
};
