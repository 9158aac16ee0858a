import { ValidationError } from "@azlin/core";
import { hostKeyAlias } from "../host-keys/host-key-alias.ts";
import { shellQuote } from "../quote/shell-quote.ts";
import type { SshTarget } from "../target/ssh-target.ts";

/** Options of {@link sshArguments}. */
export interface SshArgumentsOptions {
  /** Path of azlin's known-hosts file. */
  readonly knownHostsPath: string;
  /** Path of the private key. Absent: what ssh finds by itself, an agent's keys among them. */
  readonly keyPath?: string | undefined;
  /** Lets the VM use the local ssh-agent, and with it every key in it. Default false. */
  readonly isAgentForwarded?: boolean;
  /** Whether ssh may ask the person anything. Default true. */
  readonly isInteractive?: boolean;
  /** Seconds allowed for connecting. Default 20. */
  readonly connectTimeoutSeconds?: number;
}

/**
 * The arguments by which the system's `ssh` reaches a VM the way our own connections do: same key, same pinned host
 * keys, same jump host. The host is the last of them; a remote command may follow it.
 *
 * @throws ValidationError (`INVALID_SSH_TARGET`) when host or user would be read as an option.
 */
export function sshArguments(target: SshTarget, options: SshArgumentsOptions): string[] {
  return [...sshOptions(target, options), target.host];
}

/** {@link sshArguments} without the host, for programs that add it themselves. */
export function sshOptions(target: SshTarget, options: SshArgumentsOptions): string[] {
  assertPlain(target);
  const { isAgentForwarded = false, isInteractive = true, connectTimeoutSeconds = 20, keyPath } = options;
  return [
    ...(keyPath === undefined ? [] : ["-i", keyPath.replaceAll("%", "%%"), "-o", "IdentitiesOnly=yes"]),
    ...option("UserKnownHostsFile", configPath(options.knownHostsPath)),
    ...option("GlobalKnownHostsFile", "none"),
    ...option("HostKeyAlias", hostKeyAlias(target.vmId)),
    ...option("StrictHostKeyChecking", "accept-new"),
    // Debian's default is yes, and then nobody could read whose key it is.
    ...option("HashKnownHosts", "no"),
    ...option("CheckHostIP", "no"),
    ...option("ConnectTimeout", String(connectTimeoutSeconds)),
    ...option("ServerAliveInterval", "15"),
    ...option("ServerAliveCountMax", "3"),
    ...option("ForwardAgent", isAgentForwarded ? "yes" : "no"),
    ...option("BatchMode", isInteractive ? "no" : "yes"),
    ...(target.jump === undefined ? [] : option("ProxyCommand", proxyCommand(target.jump, options))),
    "-l",
    target.user,
    "-p",
    String(target.port),
  ];
}

function option(name: string, value: string): string[] {
  return ["-o", `${name}=${value}`];
}

/** `-J` would take neither the key nor the pinned host keys along: the way through is an `ssh -W` of its own. */
function proxyCommand(jump: SshTarget, options: SshArgumentsOptions): string {
  const argv = ["ssh", ...sshOptions(jump, { ...options, isAgentForwarded: false })];
  // ssh hands the line to a shell after it has replaced its own % tokens.
  return `${shellQuote(argv).replaceAll("%", "%%")} -W '[%h]:%p' ${shellQuote([jump.host])}`;
}

/** ssh splits the value at blanks unless it is quoted, and expands % tokens in it. */
function configPath(path: string): string {
  const escaped = path.replaceAll("%", "%%");
  return /[\s"'\\]/.test(escaped) ? `"${escaped.replaceAll(/["\\]/g, String.raw`\$&`)}"` : escaped;
}

function assertPlain({ host, user, name }: SshTarget): void {
  const isHost = /^[A-Za-z0-9_.:%-]+$/.test(host) && !host.startsWith("-");
  const isUser = /^[A-Za-z0-9_][A-Za-z0-9_.@$\\-]*$/.test(user);
  if (isHost && isUser) return;
  throw new ValidationError(
    "INVALID_SSH_TARGET",
    `${name} cannot be reached as ${JSON.stringify(`${user}@${host}`)}.`,
    {
      hint: "Check the user name and the address.",
    },
  );
}
