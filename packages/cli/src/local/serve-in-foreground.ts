import type { Context } from "../context.ts";
import { asAzlinError } from "../render/format-error.ts";
import type { Report } from "../render/report.ts";
import { requireAsAsked, type StartOptions } from "./local-cloud.ts";
import type { Serving } from "./serve.ts";
import { serverReport } from "./server-report.ts";

/** Serves the local Azure from this process until Ctrl-C, then saves its state. */
export async function serveInForeground(options: StartOptions, context: Context): Promise<Report> {
  const { serve } = await import("./serve.ts");
  const { clock, signal, local } = context;
  let serving: Serving | undefined;
  const started = await local.whileIdle(async () => {
    const { port, ephemeral = false } = options;
    const onError = (error: unknown): void => context.warn(asAzlinError(error).message);
    serving = await serve({ paths: local.paths, port, ephemeral, clock, onError });
    return serving.record;
  });
  requireAsAsked(started, options);
  if (serving === undefined) return serverReport(started.record, "Already running:");
  context.note(`The local Azure listens at ${serving.record.url}. Ctrl-C ends it.`);
  await aborted(signal);
  await serving.close();
  return serverReport(serving.record, "Ended");
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
