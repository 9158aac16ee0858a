import { AuthenticationError, isAzlinError, TransportError, type AzlinError } from "@azlin/core";
import type { SshTarget } from "../target/ssh-target.ts";
import { printable } from "../text/printable.ts";

/** An error while connecting to a host, as one of ours. */
export function connectError(error: unknown, target: SshTarget): AzlinError {
  if (isAzlinError(error)) return error;
  const cause = error as { readonly level?: string; readonly message?: string };
  return cause.level === "client-authentication" ? keyRefused(target, error) : unreachable(target, error);
}

/** The error of a command whose connection went away under it. */
export function connectionLost(target: SshTarget, cause?: unknown): TransportError {
  return new TransportError("SSH_CONNECTION_LOST", `The SSH connection to ${target.name} was lost.`, {
    hint: "What was running there may go on. Check that the VM still runs, then try again.",
    details: detailsOf(target),
    ...(cause !== undefined && { cause }),
  });
}

/** The error of a command for which the host opens no further channel. */
export function channelRefused(target: SshTarget, cause: unknown): TransportError {
  const reason = cause instanceof Error ? `: ${printable(cause.message)}` : "";
  return new TransportError("SSH_CHANNEL_REFUSED", `${target.name} does not take another command${reason}.`, {
    hint: "Its SSH server limits sessions (MaxSessions): run fewer commands on it at once.",
    details: detailsOf(target),
    cause,
  });
}

function keyRefused(target: SshTarget, cause: unknown): AuthenticationError {
  return new AuthenticationError("SSH_KEY_REFUSED", `${target.name} does not let ${target.user} in with this key.`, {
    hint: "Use the key that the VM was created with (--key), or add yours to its authorized_keys.",
    details: detailsOf(target),
    cause,
  });
}

function unreachable(target: SshTarget, cause: unknown): TransportError {
  const reason = cause instanceof Error ? printable(cause.message) : printable(String(cause));
  return new TransportError("SSH_UNREACHABLE", `${target.name} cannot be reached: ${reason}.`, {
    hint: `Check that the VM runs and that its network lets you in at ${target.host} port ${target.port}.`,
    details: detailsOf(target),
    cause,
  });
}

function detailsOf({ vmId, host, port, user }: SshTarget): Readonly<Record<string, unknown>> {
  return { vm: vmId, host, port, user };
}
