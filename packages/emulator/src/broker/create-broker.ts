import { systemClock, systemRandom, type Clock, type Random } from "@azlin/core";
import { Broker } from "./broker.ts";
import { newRootKey } from "./generated-keys.ts";
import { openJournal } from "./journal/open-journal.ts";
import { Namespace } from "./namespace/namespace.ts";
import type { SharedAccessKey } from "./namespace/shared-access-keys.ts";
import type { NamespaceTier } from "./namespace/tier.ts";
import { loadAmqpLibrary } from "./wire/amqp-library.ts";
import { MessageCodec } from "./wire/message-codec.ts";
import type { TokenVerifier } from "./wire/token-verifier.ts";

/** Options of {@link createBroker}. */
export interface BrokerOptions {
  /** Name of its namespace: the first label of the host name. Default `local`. */
  readonly name?: string;
  /** Decides the size of messages and what entities there may be. Default `Standard`. */
  readonly tier?: NamespaceTier;
  /** What locks, times to live and schedules go by. Default: the system's clock. */
  readonly clock?: Clock;
  /** Where keys, ids and lock tokens come from. Default: the system's chance. */
  readonly random?: Random;
  /** Shared access policies. Default: `RootManageSharedAccessKey` with fresh keys; a durable broker keeps them. */
  readonly keys?: readonly SharedAccessKey[];
  /** Verifies Entra tokens. Default: only shared access signatures are taken. */
  readonly verifyToken?: TokenVerifier;
  /** Directory in which entities and messages are kept over restarts. Default: nothing is kept. */
  readonly directory?: string;
  /** Bytes that the file in it may grow by before it is written anew, without what is over. Default 64 MiB. */
  readonly compactAfterBytes?: number;
}

/**
 * Makes a Service Bus of one namespace that the official clients accept.
 *
 * @throws PrerequisiteError (`JOURNAL_UNREADABLE`) when the directory holds something else than a journal.
 */
export async function createBroker(options: BrokerOptions = {}): Promise<Broker> {
  const { clock = systemClock, random = systemRandom, directory, compactAfterBytes } = options;
  const amqp = await loadAmqpLibrary();
  const codec = new MessageCodec(amqp, random);
  let keys = options.keys ?? [newRootKey(random)];
  const namespace = new Namespace({
    name: options.name ?? "local",
    tier: options.tier ?? "Standard",
    clock,
    random,
    keys: { find: (name) => keys.filter((key) => key.name === name) },
  });
  const parts = { namespace, amqp, codec, verifyToken: options.verifyToken };
  if (directory === undefined) return new Broker({ ...parts, keys, journal: undefined });
  const journal = await openJournal({ directory, namespace, codec, keys, compactAfterBytes });
  keys = options.keys ?? journal.keys;
  return new Broker({ ...parts, keys, journal });
}
