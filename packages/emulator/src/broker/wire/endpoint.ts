import type { BrokerFaults } from "../faults/broker-faults.ts";
import type { Clock } from "@azlin/core";
import type { AmqpLibrary } from "./amqp-library.ts";
import type { MessageCodec } from "./message-codec.ts";
import type { NamespaceDirectory } from "./namespace-directory.ts";
import type { TokenVerifier } from "./token-verifier.ts";

/** What all connections of one broker share. */
export interface Endpoint {
  readonly amqp: AmqpLibrary;
  readonly codec: MessageCodec;
  readonly clock: Clock;
  readonly faults: BrokerFaults;
  readonly directory: NamespaceDirectory;
  /** Absent: only shared access signatures are taken. */
  readonly verifyToken: TokenVerifier | undefined;
  /** When what has happened so far is on disk; `undefined` when it need not be. */
  readonly committed: () => Promise<void> | undefined;
  /** Counts what passes. */
  readonly traffic: Traffic;
}

/** How much has passed since the start. */
export interface Traffic {
  connections: number;
  messagesIn: number;
  messagesOut: number;
}
