import { powerStateOf, type PowerState, type SerializedError } from "@azlin/core";

/** What Azure says about a VM's power. Plain data. */
export interface PowerReading {
  /** `deleted`: Azure answered that there is no such VM. `unknown`: it could not be asked, or did not say. */
  readonly state: PowerState | "deleted";
  /** Why the state is unknown; `null` when it is known, and when Azure answered without one. */
  readonly error: SerializedError | null;
  /** What Azure hears of the VM's agent; `null` when it was not asked, as lists of a fleet do not say. */
  readonly agent: "ready" | "not-ready" | null;
  /** When Azure last ended an operation on the VM, in milliseconds since the epoch; `null` when it did not say. */
  readonly operationAtMs: number | null;
}

/** The part of Azure's instance view that {@link powerReadingOf} reads. */
export interface InstanceViewPart {
  readonly statuses?: readonly ViewStatus[] | undefined;
  readonly vmAgent?: { readonly statuses?: readonly ViewStatus[] | undefined } | undefined;
}

interface ViewStatus {
  readonly code?: string | undefined;
  readonly time?: Date | undefined;
}

/** Reads an instance view, whole or as a status-only list shows it. */
export function powerReadingOf(view: InstanceViewPart | undefined): PowerReading {
  return {
    state: powerStateOf(view?.statuses),
    error: null,
    agent: agentOf(view),
    operationAtMs: operationTime(view?.statuses),
  };
}

/** The reading of a VM about which Azure could not be asked. */
export function unreadPower(error: SerializedError): PowerReading {
  return { state: "unknown", error, agent: null, operationAtMs: null };
}

/** The reading of a VM that is not there. */
export const DELETED: PowerReading = { state: "deleted", error: null, agent: null, operationAtMs: null };

function agentOf(view: InstanceViewPart | undefined): PowerReading["agent"] {
  const code = view?.vmAgent?.statuses?.[0]?.code?.toLowerCase();
  if (code === undefined) return null;
  return code === "provisioningstate/succeeded" ? "ready" : "not-ready";
}

function operationTime(statuses: readonly ViewStatus[] | undefined): number | null {
  const time = statuses?.find(({ code }) => code?.toLowerCase().startsWith("provisioningstate/") === true)?.time;
  const ms = time?.getTime() ?? Number.NaN;
  return Number.isFinite(ms) ? ms : null;
}
