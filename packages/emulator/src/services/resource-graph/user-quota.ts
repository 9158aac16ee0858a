import type { Principal } from "../../entra/principal.ts";
import type { World } from "../../world/world.ts";

/** Queries that a user may send in one window (Azure's published figure). */
const QUERIES = 15;
const WINDOW_MS = 5000;

interface Window {
  readonly since: number;
  count: number;
}

/** How much of its queries each user of a world has used. */
export class UserQuota {
  readonly #windows = new Map<string, Window>();

  /** Counts a query; the headers tell what is left of the window. */
  count({ clock }: World, { objectId }: Principal): Readonly<Record<string, string>> {
    const now = clock.now();
    let window = this.#windows.get(objectId);
    if (window === undefined || now >= window.since + WINDOW_MS) {
      window = { since: now, count: 0 };
      this.#windows.set(objectId, window);
    }
    window.count++;
    const seconds = Math.ceil((window.since + WINDOW_MS - now) / 1000);
    return {
      "x-ms-user-quota-remaining": String(Math.max(0, QUERIES - window.count)),
      "x-ms-user-quota-resets-after": `00:00:${String(seconds).padStart(2, "0")}`,
    };
  }
}
