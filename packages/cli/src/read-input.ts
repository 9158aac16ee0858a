import { text } from "node:stream/consumers";
import type { World } from "./context.ts";

/**
 * All of standard input.
 *
 * @throws the signal's reason when it aborts.
 */
export function readInput({ stdin, signal }: Pick<World, "stdin" | "signal">): Promise<string> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    if (signal.aborted) return onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    text(stdin)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", onAbort));
  });
}
