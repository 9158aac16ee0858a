import type { Context } from "../context.ts";
import { InterruptedError } from "../interrupted-error.ts";
import type { Report } from "../render/report.ts";
import { waitingLine } from "./event-line.ts";
import type { OpenBus } from "./with-bus.ts";

/** Prints the events of a subscription as they come: until Ctrl-C was pressed, or nobody reads them any more. */
export async function followEvents({ client, topic, subscription }: OpenBus, context: Context): Promise<Report> {
  const report: Report = { json: { topic, subscription }, text: "" };
  const { signal } = context;
  try {
    for await (const waiting of client.peekEvents(subscription, { follow: true, signal })) {
      if (!context.print(`${waitingLine(waiting)}\n`)) break;
    }
  } catch (error) {
    if (!(signal.reason instanceof InterruptedError)) throw error;
  }
  return report;
}
