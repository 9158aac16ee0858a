import type { Options } from "../define-command.ts";

/** Options that say how to sign in to VMs, for commands that take them. */
export const SIGN_IN_OPTIONS = {
  user: { kind: "text", value: "NAME", description: "whom to sign in as (config ssh_user)" },
  key: { kind: "text", value: "PATH", description: "private key to sign in with (config ssh_key)" },
  jump: { kind: "text", value: "VM", description: "VM to go through (config ssh_jump_host)" },
} as const satisfies Options;
