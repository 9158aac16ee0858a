import type { SubscriptionSettings } from "../entities/entity-settings.ts";
import type { MessageContent } from "../entities/message-content.ts";
import type { QueueHost } from "../entities/queue-host.ts";
import { compileRule, type CompiledRule } from "../rules/compile-rule.ts";
import type { RuleSettings } from "../rules/rule-definition.ts";
import { subscriptionPath } from "./entity-address.ts";
import { Entity } from "./entity.ts";
import { Mailbox } from "./mailbox.ts";

/** A subscription of a topic: a mailbox behind rules. */
export class Subscription extends Entity<SubscriptionSettings> {
  readonly kind = "subscription";
  readonly topic: string;
  readonly mailbox: Mailbox;
  readonly #rules = new Map<string, { readonly name: string; readonly rule: CompiledRule }>();

  constructor(
    place: { readonly topic: string; readonly name: string },
    settings: SubscriptionSettings,
    host: QueueHost,
  ) {
    super({ name: place.name, path: subscriptionPath(place.topic, place.name) }, settings, host);
    this.topic = place.topic;
    this.mailbox = new Mailbox(this.path, host, () => this.settings);
  }

  /** Rules by name, in the order in which they were made. */
  get rules(): ReadonlyMap<string, RuleSettings> {
    return new Map([...this.#rules.values()].map(({ name, rule }) => [name, rule.settings]));
  }

  rule(name: string): RuleSettings | undefined {
    return this.#rules.get(name.toLowerCase())?.rule.settings;
  }

  /** @throws SqlError when the filter or the action cannot be read. */
  setRule(name: string, settings: RuleSettings): void {
    this.#rules.set(name.toLowerCase(), { name, rule: compileRule(settings, this.host.random) });
  }

  removeRule(name: string): boolean {
    return this.#rules.delete(name.toLowerCase());
  }

  /**
   * Takes the copies that its rules let in: one for all rules that only filter, and one for each that changes something.
   */
  offer(content: MessageContent, enqueuedSequence: number, hops: number): void {
    const fields = content.fields();
    const matching = [...this.#rules.values()].filter(({ rule }) => rule.matches(fields));
    const copies = matching.flatMap(({ rule }) => (rule.edits === undefined ? [] : [content.with(rule.edits(fields))]));
    if (copies.length < matching.length) copies.unshift(content);
    for (const copy of copies) this.#take(copy, enqueuedSequence, hops);
  }

  #take(content: MessageContent, enqueuedSequence: number, hops: number): void {
    if (this.settings.requiresSession && content.sessionId === undefined) {
      this.mailbox.bury(content, { reason: "SessionIdMissing", description: "Session id is null." });
    } else this.mailbox.accept(content, { enqueuedSequence }, hops);
  }
}
