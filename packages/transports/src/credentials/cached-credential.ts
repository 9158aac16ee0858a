import type { AccessToken, GetTokenOptions, TokenCredential } from "@azure/core-auth";
import { systemClock, type Clock } from "@azlin/core";

/** Options of {@link cachedCredential}. */
export interface CachedCredentialOptions {
  /** Default: the system's clock. */
  readonly clock?: Clock;
  /** Milliseconds before its end at which a token is no longer handed out. Default: 5 minutes. */
  readonly renewBeforeMs?: number;
}

interface Entry {
  readonly token: Promise<AccessToken | null>;
  expiresOnMs: number;
}

/**
 * Keeps the tokens of `source` in memory, one per scope and tenant, and asks for each of them once however many
 * callers wait: the Azure clients cache per client instance only, and `@azure/identity` does not coalesce.
 * A request with `claims` (the service wants a newer token) always goes to the source and replaces what was kept.
 */
export function cachedCredential(source: TokenCredential, options: CachedCredentialOptions = {}): TokenCredential {
  const { clock = systemClock, renewBeforeMs = 5 * 60_000 } = options;
  const entries = new Map<string, Entry>();

  const ask = (scopes: string | string[], request: GetTokenOptions): Promise<AccessToken | null> => {
    const key = cacheKey(scopes, request);
    const kept = entries.get(key);
    if (kept !== undefined && request.claims === undefined && clock.now() < kept.expiresOnMs - renewBeforeMs) {
      return kept.token;
    }
    // The token is for everyone who waits, so the first caller's signal may not end it.
    const { abortSignal: _, ...shared } = request;
    const entry: Entry = { token: source.getToken(scopes, shared), expiresOnMs: Number.POSITIVE_INFINITY };
    entries.set(key, entry);
    return settled(entry, () => {
      if (entries.get(key) === entry) entries.delete(key);
    });
  };
  return { getToken: (scopes, request = {}) => unlessAborted(ask(scopes, request), request.abortSignal) };
}

/** Notes when the token ends, or forgets the entry when there is none, before anyone hears of it. */
async function settled(entry: Entry, forget: () => void): Promise<AccessToken | null> {
  try {
    const token = await entry.token;
    entry.expiresOnMs = token?.expiresOnTimestamp ?? 0;
    return token;
  } catch (error) {
    forget();
    throw error;
  }
}

function cacheKey(scopes: string | string[], request: GetTokenOptions): string {
  const names = [scopes].flat().toSorted();
  return JSON.stringify([names, request.tenantId ?? null, request.enableCae === true]);
}

async function unlessAborted<T>(work: Promise<T>, signal: GetTokenOptions["abortSignal"]): Promise<T> {
  if (signal === undefined) return await work;
  const abortError = (): Error => new DOMException("The wait for a token was aborted.", "AbortError");
  if (signal.aborted) throw abortError();
  return await new Promise<T>((resolve, reject) => {
    const onAbort = (): void => reject(abortError());
    signal.addEventListener("abort", onAbort);
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
