import type { ServiceBusClient, ServiceBusReceivedMessage } from "@azure/service-bus";
import type { SequenceGap } from "./gap-detector.ts";
import type { MessageFate } from "./message-work.ts";
import type { ResolvedProcessorOptions } from "./processor-options.ts";
import type { MessageSettler } from "./settle-message.ts";
import type { Verdict } from "./settlement.ts";

/** A message that was taken. */
export interface TakenMessage {
  /** Resolves when its handler has ended. */
  readonly verdict: Promise<Verdict>;
  /** Resolves when it is settled. */
  readonly fate: Promise<MessageFate>;
}

/** What a feed needs. */
export interface FeedParts {
  readonly client: ServiceBusClient;
  readonly options: ResolvedProcessorOptions;
  /** Takes a message, and sees to it that it is settled. */
  readonly take: (message: ServiceBusReceivedMessage, settler: MessageSettler) => TakenMessage;
  /** Told of numbers that are missing in the events of a run; only sessions know. */
  readonly missed: (gap: SequenceGap) => void;
  /** Told of what goes wrong; the feed goes on by itself. */
  readonly failed: (error: unknown) => void;
}

/** One connection's stream of messages. */
export interface MessageFeed {
  /** Settles messages of this feed, and without sessions those of feeds before it. */
  readonly settler: MessageSettler | undefined;
  /** Asks for more time for a message; answers when its lock ends then. Sessions keep their messages themselves. */
  readonly renewLock?: (message: ServiceBusReceivedMessage) => Promise<Date>;
  /** Ends the stream; what was taken goes on. */
  stop(): Promise<void>;
  /** Lets go of what was received. */
  close(): Promise<void>;
}
