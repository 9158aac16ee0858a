import type { JournalFormat } from "@azlin/core";
import { z } from "zod";
import type { OutboxEntry } from "./outbox.ts";

/** A line of the outbox: messages that are to go, or numbers of those that have gone. */
export type OutboxRecord = { readonly put: readonly OutboxEntry[] } | { readonly sent: readonly number[] };

const message = z.object({
  messageId: z.string(),
  body: z.string(),
  contentType: z.string(),
  subject: z.string(),
  sessionId: z.string().optional(),
  partitionKey: z.string().optional(),
  applicationProperties: z.record(z.string(), z.union([z.string(), z.number()])),
});

const record = z.union([
  z.object({ put: z.array(z.object({ number: z.int(), message })) }),
  z.object({ sent: z.array(z.int()) }),
]);

/** How an outbox is kept in files. */
export const OUTBOX_FORMAT: JournalFormat<OutboxRecord> = {
  of: "an outbox",
  parse: (value) => record.safeParse(value).data as OutboxRecord | undefined,
  hint: "Move the file away to go on without what it holds, or name another directory.",
};
