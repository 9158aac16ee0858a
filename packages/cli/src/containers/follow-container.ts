import {
  streamContainerLogs,
  type ContainerPlace,
  type ContainersAzure,
  type StreamContainerLogsOptions,
} from "@azlin/containers";
import type { Context } from "../context.ts";
import { InterruptedError } from "../interrupted-error.ts";
import { safeOutput } from "../remote/vm-results-report.ts";
import type { Report } from "../render/report.ts";

/** What is followed. */
export interface FollowedContainer {
  readonly place: ContainerPlace;
  readonly options: StreamContainerLogsOptions;
}

/** Prints a container's log as it grows: until it has ended, Ctrl-C was pressed, or nobody reads it any more. */
export async function followContainer(
  azure: ContainersAzure,
  { place, options }: FollowedContainer,
  context: Context,
): Promise<Report> {
  const report: Report = { json: { name: place.name }, text: "" };
  try {
    for await (const { text } of streamContainerLogs(azure, place, { ...options, signal: context.signal })) {
      if (!context.print(`${safeOutput(text)}\n`)) break;
    }
  } catch (error) {
    if (!(context.signal.reason instanceof InterruptedError)) throw error;
  }
  return report;
}
