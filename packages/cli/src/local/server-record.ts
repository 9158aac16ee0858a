import { rm } from "node:fs/promises";
import { writeFileAtomic } from "@azlin/core";
import { readText } from "./read-text.ts";

/** Who serves the local Azure, and where. */
export interface ServerRecord {
  readonly pid: number;
  /** Plain HTTP, and the proxy for stock clients. */
  readonly url: string;
  readonly tlsUrl: string;
  /** Port on which Service Bus speaks AMQP, without TLS. */
  readonly amqpPort?: number;
  /** Version of azlin that serves. */
  readonly version: string;
  /** ISO 8601 in UTC. */
  readonly startedAt: string;
  /** Told in every answer's {@link INSTANCE_HEADER}: another process may have taken over the port or the pid. */
  readonly instance: string;
  /** Whether its state is forgotten when it ends. */
  readonly ephemeral: boolean;
  /** What a real az needs in its environment. */
  readonly azEnvironment: Readonly<Record<string, string>>;
  /** Its enabled subscriptions, as it said when it was asked; never in the file, where they would grow old. */
  readonly subscriptionIds?: readonly string[];
}

/** Header that lists the enabled subscriptions, with commas. */
export const SUBSCRIPTIONS_HEADER = "x-azlin-local-subscriptions";

/** Header that names the instance that answered. */
export const INSTANCE_HEADER = "x-azlin-local-instance";

/** The record at `path`; `undefined` when there is none, or when it is not one: whoever wrote it is gone. */
export async function readServerRecord(path: string): Promise<ServerRecord | undefined> {
  const text = await readText(path);
  if (text === undefined) return undefined;
  try {
    const parsed = JSON.parse(text) as ServerRecord;
    return typeof parsed.pid === "number" && URL.canParse(parsed.url) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Tells other processes where the local Azure is. */
export async function writeServerRecord(path: string, record: ServerRecord): Promise<void> {
  await writeFileAtomic(path, `${JSON.stringify(record, null, 2)}\n`);
}

/** Removes the record if it is still the one of this instance. */
export async function removeServerRecord(path: string, instance: string): Promise<void> {
  const present = await readServerRecord(path);
  if (present?.instance === instance) await rm(path, { force: true });
}
