import { ValidationError } from "@azlin/core";
import { serveAdmin } from "./admin/admin-service.ts";
import type { QueueSettings, SubscriptionSettings, TopicSettings } from "./entities/entity-settings.ts";
import { BrokerFaults } from "./faults/broker-faults.ts";
import type { Journal, StartReport } from "./journal/journal.ts";
import type { Namespace } from "./namespace/namespace.ts";
import { ROOT_KEY_NAME, type SharedAccessKey } from "./namespace/shared-access-keys.ts";
import type { RuleSettings } from "./rules/rule-definition.ts";
import { listenForClients, type BrokerListener, type BrokerListenOptions } from "./transport/broker-listener.ts";
import { inProcessWebSocket, type WebSocketClass } from "./transport/in-process-socket.ts";
import type { AmqpLibrary } from "./wire/amqp-library.ts";
import { AmqpServer } from "./wire/amqp-server.ts";
import type { Traffic } from "./wire/endpoint.ts";
import type { MessageCodec } from "./wire/message-codec.ts";
import type { TokenVerifier } from "./wire/token-verifier.ts";

/** Parts of a broker; {@link createBroker} puts them together. */
export interface BrokerParts {
  readonly namespace: Namespace;
  readonly amqp: AmqpLibrary;
  readonly codec: MessageCodec;
  readonly keys: readonly SharedAccessKey[];
  readonly journal: Journal | undefined;
  readonly verifyToken: TokenVerifier | undefined;
}

/** How one of a broker's queues stands. */
export interface QueueStats {
  readonly active: number;
  readonly deferred: number;
  readonly scheduled: number;
  readonly locked: number;
  readonly deadLetters: number;
  readonly sizeBytes: number;
}

/** How a broker stands. */
export interface BrokerStats {
  readonly connections: number;
  /** Messages taken and handed out since the start. */
  readonly messagesIn: number;
  readonly messagesOut: number;
  /** Queues and subscriptions by path, `topic/Subscriptions/name`. */
  readonly queues: Readonly<Record<string, QueueStats>>;
}

/** A local Service Bus of one namespace. */
export class Broker implements AsyncDisposable {
  /** Its entities, for whoever looks behind the wire. */
  readonly namespace: Namespace;
  readonly faults: BrokerFaults = new BrokerFaults();
  /** A WebSocket class that leads into this process, for `webSocketOptions.webSocket` of the official client. */
  readonly webSocket: WebSocketClass;
  /** What was found on disk, when the broker is durable. */
  readonly startReport: StartReport | undefined;
  readonly #parts: BrokerParts;
  readonly #server: AmqpServer;
  readonly #traffic: Traffic = { connections: 0, messagesIn: 0, messagesOut: 0 };
  readonly #listeners: BrokerListener[] = [];

  constructor(parts: BrokerParts) {
    const { namespace, amqp, codec, journal, verifyToken } = parts;
    this.#parts = parts;
    this.namespace = namespace;
    this.startReport = journal?.startReport;
    this.#server = new AmqpServer({
      amqp,
      codec,
      verifyToken,
      clock: namespace.clock,
      faults: this.faults,
      traffic: this.#traffic,
      committed: () => journal?.committed(),
      directory: {
        all: () => [namespace],
        find: (host) => (host.split(".")[0]?.toLowerCase() === namespace.name.toLowerCase() ? namespace : undefined),
      },
    });
    this.webSocket = inProcessWebSocket(this.#server);
  }

  /** Host name that stands for the namespace: `local.servicebus.windows.net`. */
  get hostname(): string {
    return `${this.namespace.name}.servicebus.windows.net`;
  }

  /**
   * What clients connect with: to the plain port when one is open, else to the namespace's own host, by
   * {@link Broker.webSocket}.
   *
   * @param options - `keyName`: the policy to use, `RootManageSharedAccessKey` by default.
   * @throws ValidationError (`UNKNOWN_KEY`) when there is no such policy.
   */
  connectionString(options: { readonly keyName?: string } = {}): string {
    const { keyName = ROOT_KEY_NAME } = options;
    const key = this.#parts.keys.find(({ name }) => name === keyName);
    if (key === undefined)
      throw new ValidationError("UNKNOWN_KEY", `The broker has no shared access policy '${keyName}'.`);
    const plain = this.#listeners.find(({ isTls, isWebSocket }) => !isTls && !isWebSocket);
    const host = plain === undefined ? this.hostname : `${plain.host}:${plain.port}`;
    const isEmulator = plain === undefined ? "" : ";UseDevelopmentEmulator=true";
    return `Endpoint=sb://${host};SharedAccessKeyName=${key.name};SharedAccessKey=${key.primaryKey}${isEmulator}`;
  }

  /** @throws BrokerError when the name is taken or is none, or a setting is out of bounds. */
  createQueue(name: string, settings: Partial<QueueSettings> = {}): void {
    this.namespace.createQueue(name, settings);
  }

  /** @throws BrokerError as {@link createQueue}. */
  createTopic(name: string, settings: Partial<TopicSettings> = {}): void {
    this.namespace.createTopic(name, settings);
  }

  /**
   * Makes a subscription; without rules it gets everything.
   *
   * @throws BrokerError when the topic is not there, or the name is taken.
   * @throws SqlError when a rule cannot be read.
   */
  createSubscription(
    topic: string,
    name: string,
    options: {
      readonly settings?: Partial<SubscriptionSettings>;
      readonly rules?: Readonly<Record<string, RuleSettings>>;
    } = {},
  ): void {
    this.namespace.createSubscription({ topic, name }, options.settings, options.rules);
  }

  /**
   * Answers one request of `ServiceBusAdministrationClient`, whose host names the namespace. Entities that it makes are
   * the same that links attach to.
   */
  readonly fetch = (request: Request): Promise<Response> => {
    const { clock, directory, verifyToken } = this.#server.endpoint;
    return serveAdmin({ clock, directory, verifyToken }, request);
  };

  /**
   * Opens a port for clients.
   *
   * @throws ValidationError (`UNSAFE_BIND`) for an address that is not loopback.
   */
  async listen(options: BrokerListenOptions = {}): Promise<BrokerListener> {
    const listener = await listenForClients(this.#server, options);
    this.#listeners.push(listener);
    return listener;
  }

  stats(): BrokerStats {
    const mailboxes = this.namespace.entities.flatMap((entity) =>
      entity.kind === "queue" ? [entity.mailbox] : [...entity.subscriptions.values()].map(({ mailbox }) => mailbox),
    );
    const queues = mailboxes.map(({ path, main, deadLetters }) => {
      const stats: QueueStats = { ...main.counts, locked: main.lockCount, deadLetters: deadLetters.counts.active };
      return [path, stats] as const;
    });
    return { ...this.#traffic, queues: Object.fromEntries(queues) };
  }

  /** Closes connections and ports; what a durable broker holds is on disk. */
  async stop(): Promise<void> {
    await this.#server.close();
    await Promise.all(this.#listeners.splice(0).map((listener) => listener.close()));
    this.namespace.close();
    await this.#parts.journal?.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}
