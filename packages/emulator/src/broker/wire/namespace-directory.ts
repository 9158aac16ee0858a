import type { Namespace } from "../namespace/namespace.ts";

/** Where the namespaces are that one endpoint serves. */
export interface NamespaceDirectory {
  /** The namespace of this host name, `name.servicebus.windows.net`. */
  find(hostname: string): Namespace | undefined;
  /** All of them; a client that came by a loopback address means the one that knows its key. */
  all(): readonly Namespace[];
}
