import type { PropertyEdits } from "./message-content.ts";

/** Why a message is dead-lettered. */
export interface DeadLetterReason {
  readonly reason?: string | undefined;
  readonly description?: string | undefined;
  readonly edits?: PropertyEdits | undefined;
}

/** What a receiver makes of a message that it has locked. */
export type Settlement =
  | { readonly kind: "complete" }
  | { readonly kind: "abandon"; readonly edits?: PropertyEdits | undefined }
  | { readonly kind: "defer"; readonly edits?: PropertyEdits | undefined }
  | ({ readonly kind: "deadLetter" } & DeadLetterReason);

/** The message waited for too long. */
export const EXPIRED: DeadLetterReason = {
  reason: "TTLExpiredException",
  description: "The message expired and was dead lettered.",
};

/** Its deliveries have failed so often. */
export function tooManyDeliveries(count: number): DeadLetterReason {
  return {
    reason: "MaxDeliveryCountExceeded",
    description: `Message could not be consumed after ${count} delivery attempts.`,
  };
}
