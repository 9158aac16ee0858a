/** Time as everything in azlin sees it. Nothing else reads the system's clock or sets timers. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason when it aborts first. */
  delay(ms: number, options?: { readonly signal?: AbortSignal | undefined }): Promise<void>;
}

/** The longest wait one timer can hold; Node turns longer ones into 1 ms. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The system's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  delay: async (ms, { signal } = {}) => {
    let leftMs = ms;
    while (leftMs > MAX_TIMER_MS) {
      await sleep(MAX_TIMER_MS, signal);
      leftMs -= MAX_TIMER_MS;
    }
    await sleep(leftMs, signal);
  },
};

function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, ms);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
