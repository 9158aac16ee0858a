import { setMaxListeners } from "node:events";
import type { AbortOptions } from "@azlin/core";
import type { CleanupAzure } from "../azure/cleanup-azure.ts";
import { toResource } from "../report/resource.ts";
import { takeReading, type Reading, type Wanted } from "./take-reading.ts";
import type { Verification, VerificationVerdict } from "./verification.ts";

/** When to look. Milliseconds. */
export interface VerificationTimes {
  /** Before the first look. */
  readonly settleMs: number;
  /** Between two looks. */
  readonly spacingMs: number;
  /** In all; when a look has failed, others are taken until then. */
  readonly deadlineMs: number;
}

const CLEAN_READINGS = 2;

/**
 * Looks until it is proved that nothing is left, until something is found, or until the time is up. Two looks in a row, one
 * spacing apart, that find nothing and can read everything are the proof.
 *
 * @throws ValidationError (`INVALID_RUN_ID`); the signal's reason.
 */
export async function verifyRun(
  azure: CleanupAzure,
  wanted: Wanted,
  { signal, ...times }: AbortOptions & VerificationTimes,
): Promise<Verification> {
  const { clock } = azure;
  const own = ownSignal(signal);
  const endsAtMs = clock.now() + times.deadlineMs;
  await clock.delay(times.settleMs, { signal });
  for (let cleanReadings: string[] = []; ;) {
    const readAt = new Date(clock.now()).toISOString();
    const reading = await takeReading(azure, wanted, { signal: own });
    cleanReadings = isClean(reading) ? [...cleanReadings, readAt] : [];
    const isProved = cleanReadings.length === CLEAN_READINGS;
    const isUp = clock.now() + times.spacingMs > endsAtMs;
    if (isProved || isUp || reading.remaining.length > 0) {
      return found(reading, { cleanReadings, verdict: verdictOf(reading, isProved) }, wanted);
    }
    await clock.delay(times.spacingMs, { signal });
  }
}

/** A signal that every request under way may listen to, which Node takes for a leak on the caller's. */
function ownSignal(signal: AbortSignal | undefined): AbortSignal | undefined {
  if (signal === undefined) return undefined;
  const own = AbortSignal.any([signal]);
  setMaxListeners(0, own);
  return own;
}

function isClean({ remaining, unread }: Reading): boolean {
  return remaining.length === 0 && unread.length === 0;
}

function verdictOf({ remaining }: Reading, isProved: boolean): VerificationVerdict {
  if (remaining.length > 0) return "dirty";
  return isProved ? "clean" : "unknown";
}

function found(
  { remaining, staleIndex, unread }: Reading,
  verdict: Pick<Verification, "verdict" | "cleanReadings">,
  { tags }: Wanted,
): Verification {
  return { ...verdict, remaining: remaining.map((document) => toResource(document, tags)), staleIndex, unread };
}
