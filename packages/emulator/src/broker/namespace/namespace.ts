import type { Clock, Random } from "@azlin/core";
import { BrokerError, entityExists, entityNotFound, quotaExceeded } from "../broker-error.ts";
import { QUEUE_DEFAULTS, SUBSCRIPTION_DEFAULTS, TOPIC_DEFAULTS } from "../entities/entity-settings.ts";
import type { QueueSettings, SubscriptionSettings, TopicSettings } from "../entities/entity-settings.ts";
import type { QueueHost, Transfer } from "../entities/queue-host.ts";
import { noRecorder, type Recorder } from "../entities/recorder.ts";
import { DEFAULT_RULE, type RuleSettings } from "../rules/rule-definition.ts";
import { checkEntityName, checkSettings, checkSubscriptionName } from "./check-settings.ts";
import type { DefinitionObserver } from "./entity-change.ts";
import { IdleWatch } from "./idle-watch.ts";
import { Queue } from "./queue.ts";
import { sendTo } from "./send-to.ts";
import type { SharedAccessKeys } from "./shared-access-keys.ts";
import { Subscription } from "./subscription.ts";
import { TIER_LIMITS, type NamespaceTier, type TierLimits } from "./tier.ts";
import { Topic } from "./topic.ts";

/** Parts of a namespace that its owner brings. */
export interface NamespaceParts {
  /** First label of its host name. */
  readonly name: string;
  readonly tier: NamespaceTier;
  readonly keys: SharedAccessKeys;
  readonly clock: Clock;
  readonly random: Random;
  readonly recorder?: Recorder;
}

/** How often a message may be forwarded, as Azure has it. */
const MOST_HOPS = 4;

/** Queues, topics and subscriptions of one Service Bus namespace, and their messages. Names count without regard to case. */
export class Namespace implements QueueHost {
  readonly name: string;
  readonly keys: SharedAccessKeys;
  readonly clock: Clock;
  readonly random: Random;
  readonly createdAtMs: number;
  tier: NamespaceTier;
  recorder: Recorder;
  /** Told of every change of a definition. */
  readonly observers = new Set<DefinitionObserver>();
  readonly #entities = new Map<string, Queue | Topic>();
  readonly #idle: IdleWatch;

  constructor(parts: NamespaceParts) {
    this.name = parts.name;
    this.tier = parts.tier;
    this.keys = parts.keys;
    this.clock = parts.clock;
    this.random = parts.random;
    this.recorder = parts.recorder ?? noRecorder;
    this.createdAtMs = parts.clock.now();
    this.#idle = new IdleWatch(this);
  }

  get limits(): TierLimits {
    return TIER_LIMITS[this.tier];
  }

  /** Its queues and topics, in the order in which they were made. */
  get entities(): readonly (Queue | Topic)[] {
    return [...this.#entities.values()];
  }

  entity(name: string): Queue | Topic | undefined {
    return this.#entities.get(name.toLowerCase());
  }

  queue(name: string): Queue | undefined {
    const found = this.entity(name);
    return found?.kind === "queue" ? found : undefined;
  }

  topic(name: string): Topic | undefined {
    const found = this.entity(name);
    return found?.kind === "topic" ? found : undefined;
  }

  subscription(topic: string, name: string): Subscription | undefined {
    return this.topic(topic)?.subscription(name);
  }

  /** @throws BrokerError when the name is taken or is none, a setting is out of bounds, or the namespace is full. */
  createQueue(name: string, settings: Partial<QueueSettings> = {}): Queue {
    const complete = { ...QUEUE_DEFAULTS, ...settings };
    this.#checkNew(name, complete);
    const queue = new Queue(name, complete, this);
    this.#add(queue);
    return queue;
  }

  /** @throws BrokerError as {@link createQueue}, and where the tier has no topics. */
  createTopic(name: string, settings: Partial<TopicSettings> = {}): Topic {
    const complete = { ...TOPIC_DEFAULTS, ...settings };
    if (!this.limits.hasTopics) throw new BrokerError("amqp:not-allowed", "Topics need the tier Standard or Premium.");
    this.#checkNew(name, complete);
    const topic = new Topic(name, complete, this);
    this.#add(topic);
    return topic;
  }

  /**
   * Makes a subscription, with the rule that lets everything in unless others are named.
   *
   * @throws BrokerError when the topic is not there or full, or the name is taken.
   * @throws SqlError when a rule cannot be read.
   */
  createSubscription(
    place: { readonly topic: string; readonly name: string },
    settings: Partial<SubscriptionSettings> = {},
    rules: Readonly<Record<string, RuleSettings>> = { [DEFAULT_RULE]: { filter: { kind: "true" } } },
  ): Subscription {
    const topic = this.requireTopic(place.topic);
    checkSubscriptionName(place.name);
    const subscription = new Subscription(
      { topic: topic.name, name: place.name },
      { ...SUBSCRIPTION_DEFAULTS, ...settings },
      this,
    );
    checkSettings(subscription.path, subscription.settings);
    if (topic.subscription(place.name) !== undefined) throw entityExists(subscription.path);
    const most = this.limits.maxSubscriptionsPerTopic;
    if (topic.subscriptions.size >= most) throw quotaExceeded(`The topic '${topic.name}' has ${most} subscriptions.`);
    for (const [name, rule] of Object.entries(rules)) subscription.setRule(name, rule);
    topic.addSubscription(subscription);
    this.#defined(subscription);
    for (const [name, rule] of Object.entries(rules)) this.#ruleDefined(subscription, name, rule);
    return subscription;
  }

  /** @throws BrokerError when a setting is out of bounds. */
  update(
    entity: Queue | Topic | Subscription,
    settings: Partial<QueueSettings & TopicSettings & SubscriptionSettings>,
  ): void {
    const complete = { ...entity.settings, ...settings } as QueueSettings & TopicSettings & SubscriptionSettings;
    checkSettings(entity.path, complete);
    entity.settings = complete;
    entity.updatedAtMs = this.clock.now();
    this.#defined(entity);
    if (entity.kind !== "topic") entity.mailbox.forwardWaiting();
  }

  /** Deletes an entity with its messages; what receives from it is detached. */
  remove(entity: Queue | Topic | Subscription): void {
    const gone = entityNotFound(entity.path);
    this.#idle.forget(entity);
    if (entity.kind === "topic") {
      for (const { mailbox } of entity.subscriptions.values()) mailbox.close(gone);
      entity.scheduled.close(gone);
    } else entity.mailbox.close(gone);
    if (entity.kind === "subscription") this.topic(entity.topic)?.removeSubscription(entity.name);
    else this.#entities.delete(entity.name.toLowerCase());
    for (const observer of this.observers) observer.removed(entity);
  }

  /** @throws SqlError when the rule cannot be read. */
  setRule(subscription: Subscription, name: string, settings: RuleSettings): void {
    checkSubscriptionName(name);
    subscription.setRule(name, settings);
    this.#ruleDefined(subscription, name, settings);
  }

  /** @throws BrokerError when there is no such rule. */
  removeRule(from: Subscription, name: string): void {
    const { topic, name: subscription, path } = from;

    if (!from.removeRule(name)) throw entityNotFound(`${path}/Rules/${name}`);
    for (const observer of this.observers) observer.removed({ kind: "rule", topic, subscription, name });
  }

  requireTopic(name: string): Topic {
    const topic = this.topic(name);
    if (topic === undefined) throw entityNotFound(`${this.name}:Topic:${name}`);
    return topic;
  }

  transfer(transfer: Transfer): void {
    const { to, content, hops, deadLetterSource } = transfer;
    if (hops >= MOST_HOPS)
      throw new BrokerError("com.microsoft:max-hops-exceeded", "The message was forwarded too often.");
    sendTo(this, to, {
      contents: [content],
      hops: hops + 1,
      ...(deadLetterSource !== undefined && { deadLetterSource }),
    });
  }

  /** Ends what waits for time to pass. */
  close(): void {
    const closed = new BrokerError("amqp:connection:forced", "The broker was stopped.");
    this.#idle.stop();
    for (const entity of this.entities) {
      if (entity.kind === "queue") entity.mailbox.close(closed);
      else {
        for (const { mailbox } of entity.subscriptions.values()) mailbox.close(closed);
        entity.scheduled.close(closed);
      }
    }
  }

  #checkNew(name: string, settings: QueueSettings | TopicSettings): void {
    checkEntityName(name);
    checkSettings(name, settings);
    if (this.entity(name) !== undefined) throw entityExists(name);
    if (this.#entities.size >= this.limits.maxEntities) {
      throw quotaExceeded(
        `The namespace '${this.name}' has ${this.limits.maxEntities} queues and topics, which is all it may have.`,
      );
    }
  }

  #add(entity: Queue | Topic): void {
    this.#entities.set(entity.name.toLowerCase(), entity);
    this.#defined(entity);
  }

  #defined(entity: Queue | Topic | Subscription): void {
    this.#idle.follow(entity);
    for (const observer of this.observers) observer.defined(entity);
  }

  #ruleDefined({ topic, name: subscription }: Subscription, name: string, settings: RuleSettings): void {
    for (const observer of this.observers) observer.defined({ kind: "rule", topic, subscription, name, settings });
  }
}
