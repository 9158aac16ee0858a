import { isAzlinError, resourceNameOf, type OperationOptions, type VmRef } from "@azlin/core";
import type { ManagedVm } from "./managed-vm.ts";
import { readConfiguredSessions } from "./session-config.ts";
import { parseSessionName } from "./tag-schema.ts";
import type { TagManager } from "./tag-manager.ts";

/** Where a session name was found. */
export type SessionSource = "override" | "tag" | "config";

/** A session name and where it comes from; both null when the VM has none. */
export interface ResolvedSession {
  readonly session: string | null;
  readonly source: SessionSource | null;
  /** What the person should know: that tags could not be read, and what was done instead. */
  readonly warnings: readonly string[];
}

/** The VM behind a session name: found by its tag, or by name only when the configuration file told it. */
export interface ResolvedVm {
  /** Absent when only the configuration file knows the session. */
  readonly vm?: ManagedVm;
  readonly vmName: string;
  readonly source: "tag" | "config";
  readonly warnings: readonly string[];
}

/** Options of {@link SessionResolver}. */
export interface SessionResolverOptions {
  readonly tags: TagManager;
  /** The configuration file whose `[session_names]` is the fallback. */
  readonly configPath: string;
}

/** The text for a read that Azure refused (seed 000). */
export function permissionWarning(requiredAction: string): string {
  return (
    `Unable to read VM tags. Check Azure permissions.\nRequired: ${requiredAction}\n\n` +
    "Falling back to local config file for session resolution."
  );
}

/**
 * Session names from all their sources, in the order of seed 000: what the caller insists on, the VM's tag, and the
 * local configuration file when the VM has no session tag or the tag could not be read.
 */
export class SessionResolver {
  readonly #tags: TagManager;
  readonly #configPath: string;

  constructor({ tags, configPath }: SessionResolverOptions) {
    this.#tags = tags;
    this.#configPath = configPath;
  }

  /**
   * Session name of a VM.
   *
   * @throws ValidationError (`INVALID_SESSION_NAME`, `INVALID_CONFIG`); whatever reading tags throws when the
   * configuration file does not know the VM either.
   */
  async resolveSession(
    vm: VmRef,
    options: OperationOptions & { readonly override?: string } = {},
  ): Promise<ResolvedSession> {
    if (options.override !== undefined) {
      return { session: parseSessionName(options.override), source: "override", warnings: [] };
    }
    const read = await attempt(() => this.#tags.getSessionName(vm, options));
    if (read.ok && read.value !== undefined) return { session: read.value, source: "tag", warnings: [] };
    const session = await this.#configuredSession(typeof vm === "string" ? resourceNameOf(vm) : vm.name);
    if (session === undefined && !read.ok) throw read.error;
    const warnings = read.ok ? [] : [fallbackWarning(read.error)];
    return session === undefined ? { session: null, source: null, warnings } : { session, source: "config", warnings };
  }

  /**
   * The VM that has a session name.
   *
   * @returns undefined when no source knows it.
   */
  async resolveVm(
    session: string,
    options: OperationOptions & { readonly resourceGroup?: string } = {},
  ): Promise<ResolvedVm | undefined> {
    const found = await attempt(() => this.#tags.getVmBySession(session, options));
    if (found.ok && found.value !== undefined) {
      return { vm: found.value, vmName: found.value.name, source: "tag", warnings: [] };
    }
    const configured = (await readConfiguredSessions(this.#configPath)).filter((entry) => entry.session === session);
    if (configured.length !== 1 && !found.ok) throw found.error;
    const [only] = configured;
    if (only === undefined) return undefined;
    return { vmName: only.vm, source: "config", warnings: found.ok ? [] : [fallbackWarning(found.error)] };
  }

  async #configuredSession(vmName: string): Promise<string | undefined> {
    const configured = await readConfiguredSessions(this.#configPath);
    return configured.find((entry) => entry.vm === vmName)?.session;
  }
}

type Attempt<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

/** Reads that the configuration file may stand in for; being signed out or a wrong name are not among them. */
async function attempt<T>(read: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await read() };
  } catch (error) {
    const mayFallBack = ["PERMISSION_DENIED", "TRANSPORT_FAILED", "TIMED_OUT", "THROTTLED"].some((code) =>
      isAzlinError(error, code),
    );
    if (!mayFallBack) throw error;
    return { ok: false, error };
  }
}

function fallbackWarning(error: unknown): string {
  if (isAzlinError(error, "PERMISSION_DENIED")) {
    const action = error.details["requiredAction"];
    return permissionWarning(typeof action === "string" ? action : "Microsoft.Compute/virtualMachines/read");
  }
  const reason = error instanceof Error ? error.message : String(error);
  return `Unable to read VM tags: ${reason}\n\nFalling back to local config file for session resolution.`;
}
