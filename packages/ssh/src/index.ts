// Everything exported here is public API. Explicit names only.
export type { ExecOptions, ExecResult, RemoteCommand, RemoteShell } from "./remote/remote-shell.ts";
export type { SshTarget } from "./target/ssh-target.ts";
