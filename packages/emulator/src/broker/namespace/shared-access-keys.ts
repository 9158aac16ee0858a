/** What a key may be used for. */
export type AccessRight = "Listen" | "Manage" | "Send";

/** A shared access policy: who knows one of its keys has its rights. */
export interface SharedAccessKey {
  readonly name: string;
  readonly primaryKey: string;
  readonly secondaryKey: string;
  readonly rights: readonly AccessRight[];
}

/** Where a namespace's shared access policies are found, by name. */
export interface SharedAccessKeys {
  /** Policies of this name: the namespace's own, and those of its entities. */
  find(name: string): readonly (SharedAccessKey & { readonly entity?: string })[];
}

/** Name of the policy that every namespace has from its first day. */
export const ROOT_KEY_NAME = "RootManageSharedAccessKey";

/** Every right there is. */
export const ALL_RIGHTS: readonly AccessRight[] = ["Listen", "Manage", "Send"];
