import type { Context } from "../context.ts";

const LIMIT_MS = 10_000;

/**
 * Tells the user's own program (config `notification_command`) what has come to pass. One that fails or takes longer
 * than 10 s is only warned of.
 */
export async function notify(text: string, context: Context): Promise<void> {
  const { notificationCommand } = await context.settings();
  if (notificationCommand === undefined) return;
  const { execa } = await import("execa");
  const { signal, env } = context;
  const result = await execa(notificationCommand, [text], {
    stdio: "ignore",
    timeout: LIMIT_MS,
    cancelSignal: signal,
    env,
    extendEnv: false,
    reject: false,
  });
  if (result.failed) context.warn(`notification_command '${notificationCommand}' failed: ${result.shortMessage}`);
}
