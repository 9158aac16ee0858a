import { TagManager } from "@azlin/tags";
import type { Context } from "../context.ts";

/** The tags of the Azure that a command talks to. */
export async function openTagManager(context: Context): Promise<TagManager> {
  const { clock, logger } = context;
  return new TagManager({ transport: await context.transport(), clock, logger });
}
