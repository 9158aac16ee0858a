/** The tag that says in which state its user wants a VM to be. */
export const INTENT_TAG = "azlin-intent";

/** Values of {@link INTENT_TAG}. */
export type Intent = "running" | "stopped";

/** What a VM's tags say that its user wants; `null` when they say nothing that is known. Case does not matter. */
export function intentOf(tags: Readonly<Record<string, string>>): Intent | null {
  const value = Object.entries(tags)
    .find(([name]) => name.toLowerCase() === INTENT_TAG)?.[1]
    .toLowerCase();
  return value === "running" || value === "stopped" ? value : null;
}
