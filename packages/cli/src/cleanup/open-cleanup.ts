import { cleanupAzure, type CleanupAzure } from "@azlin/cleanup";
import type { Context } from "../context.ts";

/**
 * The Azure that is cleaned up: the subscriptions that were named, and no others.
 *
 * @throws ValidationError (`NO_SUBSCRIPTIONS`).
 */
export async function openCleanup(context: Context): Promise<CleanupAzure> {
  const { clock, logger } = context;
  return cleanupAzure({ transport: await context.transport(), clock, logger });
}
