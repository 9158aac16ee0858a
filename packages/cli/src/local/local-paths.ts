import { join } from "node:path";

/** The files of the local Azure. */
export interface LocalPaths {
  readonly directory: string;
  /** Who serves, and where; there while it runs. */
  readonly record: string;
  /** Everything in it, while it does not run. */
  readonly state: string;
  /** The contents of its VMs' disks. */
  readonly guests: string;
  /** The certificate it shows, with its key. */
  readonly certificate: string;
  /** The key that signs its tokens. */
  readonly signingKey: string;
  /** Configuration directory of an az that is signed in to it. */
  readonly azConfig: string;
  /** What its process prints. */
  readonly log: string;
}

/** Where the local Azure of this azlin home keeps its files. */
export function localPaths(home: string): LocalPaths {
  const directory = join(home, "local");
  return {
    directory,
    record: join(directory, "server.json"),
    state: join(directory, "state.json"),
    guests: join(directory, "guests"),
    certificate: join(directory, "certificate.json"),
    signingKey: join(directory, "signing-key.pem"),
    azConfig: join(directory, "az"),
    log: join(directory, "server.log"),
  };
}
