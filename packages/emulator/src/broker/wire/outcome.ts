import type { Delivery } from "rhea";
import type { PropertyEdits, PropertyValue } from "../entities/message-content.ts";
import type { Settlement } from "../entities/settlement.ts";

/** Condition by which a client dead-letters. */
const DEAD_LETTER = "com.microsoft:dead-letter";

interface RemoteState {
  readonly undeliverable_here?: boolean;
  readonly delivery_failed?: boolean;
  readonly message_annotations?: Record<string, unknown>;
  readonly error?: {
    readonly condition?: unknown;
    readonly description?: string;
    readonly info?: Record<string, unknown>;
  };
}

/** What the outcome of a delivery means. */
export function settlementOf(state: Delivery["remote_state"]): Settlement {
  const outcome = state as RemoteState | undefined;
  const kind = (state?.constructor as { readonly composite_type?: string } | undefined)?.composite_type;
  if (kind === "accepted") return { kind: "complete" };
  if (kind === "rejected") return rejection(outcome?.error);
  const edits = editsOf(outcome?.message_annotations);
  return kind === "modified" && outcome?.undeliverable_here === true
    ? { kind: "defer", edits }
    : { kind: "abandon", edits };
}

/** Properties that a client wants changed. */
export function editsOf(properties: Record<string, unknown> | null | undefined): PropertyEdits | undefined {
  if (properties === undefined || properties === null || Object.keys(properties).length === 0) return undefined;
  return { applicationProperties: properties as Record<string, PropertyValue> };
}

function rejection(error: RemoteState["error"]): Settlement {
  const { DeadLetterReason, DeadLetterErrorDescription, ...rest } = error?.info ?? {};
  const isDeadLetter = error === undefined || String(error.condition) === DEAD_LETTER;
  return {
    kind: "deadLetter",
    reason: textOf(DeadLetterReason) ?? (isDeadLetter ? undefined : String(error.condition)),
    description: textOf(DeadLetterErrorDescription) ?? (isDeadLetter ? undefined : error.description),
    edits: editsOf(rest),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
