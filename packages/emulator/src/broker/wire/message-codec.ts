import { randomGuid, type Random } from "@azlin/core";
import type { FieldName, MessageFields, PropertyEdits, PropertyValue } from "../entities/message-content.ts";
import type { MessageLock } from "../entities/lock-table.ts";
import type { StoredMessage } from "../entities/stored-message.ts";
import type { AmqpLibrary, AmqpValue } from "./amqp-library.ts";
import { toText, wrapProperty } from "./amqp-values.ts";
import { EncodedMessage, type MessageFacts } from "./encoded-message.ts";
import { encodeHeader, encodeMessageAnnotations } from "./delivery-sections.ts";
import { cutMessage, SECTION, sectionsOf, type MessageSections } from "./message-sections.ts";
import { tokenOfUuid } from "./lock-token.ts";
import { SectionWriter } from "./section-writer.ts";

/** Format of a transfer that carries several messages, each in a data section. */
const BATCH_FORMAT = 0x80013700;

/** Places of the fields in the properties section. */
const FIELD_PLACES: Readonly<Record<FieldName, number>> = {
  messageId: 0,
  to: 2,
  subject: 3,
  replyTo: 4,
  correlationId: 5,
  contentType: 6,
  sessionId: 10,
  replyToSessionId: 12,
};
const SYMBOL_FIELDS = new Set<FieldName>(["contentType"]);
/** Length of a section that is an empty list. */
const EMPTY_SECTION_BYTES = 4;
const NO_ANNOTATIONS = { bytes: Buffer.alloc(0), count: 0 };

/** Turns bytes into messages and back. */
export class MessageCodec {
  readonly #amqp: AmqpLibrary;
  readonly #idPrefix: string;
  #ids = 0;

  constructor(amqp: AmqpLibrary, random: Random) {
    this.#amqp = amqp;
    this.#idPrefix = randomGuid(random).replaceAll("-", "").slice(0, 20);
  }

  /**
   * The messages of one transfer.
   *
   * @throws BrokerError when the bytes are none.
   */
  decodeTransfer(bytes: Buffer, format: number): EncodedMessage[] {
    if (format !== BATCH_FORMAT) return [this.decode(bytes)];
    return [...sectionsOf(bytes)]
      .filter(({ code }) => code === SECTION.data)
      .map(({ content }) => this.decode(content));
  }

  /**
   * A message that a sender encoded. One without an id is given one, as the service does.
   *
   * @throws BrokerError when the bytes are none.
   */
  decode(bytes: Buffer): EncodedMessage {
    const sections = cutMessage(bytes);
    const [durable, priority, ttl] = this.#list(sections.header);
    const properties = this.#list(sections.properties);
    const messageId = textOf(properties[0]?.value) ?? this.#newId();
    const facts: MessageFacts = {
      messageId,
      sessionId: textOf(properties[FIELD_PLACES.sessionId]?.value),
      timeToLiveMs: numberOf(ttl),
      durable: durable?.value === true,
      priority: numberOf(priority) ?? 4,
      ...this.#annotationFacts(sections.messageAnnotations),
    };
    if (textOf(properties[0]?.value) !== undefined) return new EncodedMessage(facts, sections, this);
    return new EncodedMessage(facts, { ...sections, properties: this.#withId(properties, messageId) }, this);
  }

  /** The message as it goes to a receiver. */
  encodeDelivery(message: StoredMessage, lock: MessageLock | undefined): Buffer {
    const { facts, sections } = message.content as EncodedMessage;
    const parts = [encodeHeader(facts, message), encodeMessageAnnotations(facts, message, lock)];
    if (sections.properties !== undefined) parts.push(sections.properties);
    if (sections.applicationProperties !== undefined) parts.push(sections.applicationProperties);
    return Buffer.concat([...parts, sections.body]);
  }

  /** The message as its sender could have encoded it. */
  encodePlain({ sections }: EncodedMessage): Buffer {
    const { header, messageAnnotations, properties, applicationProperties, body } = sections;
    return Buffer.concat(
      [header, messageAnnotations, properties, applicationProperties, body].filter((part) => part !== undefined),
    );
  }

  decodeFields(sections: MessageSections): MessageFields {
    const properties = this.#list(sections.properties);
    const fields: Partial<Record<FieldName, string>> = {};
    for (const name of Object.keys(FIELD_PLACES) as FieldName[]) {
      const text = textOf(properties[FIELD_PLACES[name]]?.value);
      if (text !== undefined) fields[name] = text;
    }
    const entries = this.#map(sections.applicationProperties).map(([key, typed]) => [
      key,
      this.#amqp.types.unwrap(typed),
    ]);
    return { ...fields, applicationProperties: Object.fromEntries(entries) as Record<string, PropertyValue> };
  }

  edit(message: EncodedMessage, { fields, applicationProperties, timeToLive }: PropertyEdits): EncodedMessage {
    let { sections, facts } = message;
    if (fields !== undefined && Object.keys(fields).length > 0) {
      sections = { ...sections, properties: this.#editFields(sections, fields) };
      facts = {
        ...facts,
        messageId: "messageId" in fields ? (fields.messageId ?? facts.messageId) : facts.messageId,
        sessionId: "sessionId" in fields ? fields.sessionId : facts.sessionId,
      };
    }
    if (applicationProperties !== undefined && Object.keys(applicationProperties).length > 0) {
      sections = { ...sections, applicationProperties: this.#editProperties(sections, applicationProperties) };
    }
    if (timeToLive !== undefined) ({ facts, sections } = this.#editTimes(facts, sections, timeToLive));
    return new EncodedMessage(facts, sections, this);
  }

  #editTimes(
    facts: MessageFacts,
    sections: MessageSections,
    timeToLive: number | "none",
  ): { readonly facts: MessageFacts; readonly sections: MessageSections } {
    const timeToLiveMs = timeToLive === "none" ? undefined : timeToLive;
    const scheduledAtMs = timeToLive === "none" ? undefined : facts.scheduledAtMs;
    const edited = { ...facts, timeToLiveMs, scheduledAtMs };
    return { facts: edited, sections: { ...sections, header: encodeHeader(edited, { deliveryCount: 0 }) } };
  }

  #editFields(sections: MessageSections, edits: Readonly<Partial<Record<FieldName, string | undefined>>>): Buffer {
    const { types } = this.#amqp;
    const properties = this.#list(sections.properties);
    for (const [name, text] of Object.entries(edits) as [FieldName, string | undefined][]) {
      const wrapped = SYMBOL_FIELDS.has(name) ? types.wrap_symbol(text ?? "") : types.wrap_string(text ?? "");
      properties[FIELD_PLACES[name]] = text === undefined ? types.Null() : wrapped;
    }
    return this.#encodeList(SECTION.properties, properties);
  }

  #editProperties(sections: MessageSections, edits: Readonly<Record<string, PropertyValue | undefined>>): Buffer {
    const { types } = this.#amqp;
    const entries = new Map(this.#map(sections.applicationProperties));
    for (const [name, value] of Object.entries(edits)) {
      if (value === undefined) entries.delete(name);
      else entries.set(name, wrapProperty(this.#amqp, value));
    }
    const flat = [...entries].flatMap(([name, value]) => [types.wrap_string(name), value]);
    return this.#write(types.described(types.wrap_ulong(SECTION.applicationProperties), types.Map32(flat)));
  }

  #annotationFacts(section: Buffer | undefined): Pick<MessageFacts, "annotations" | "partitionKey" | "scheduledAtMs"> {
    if (section === undefined)
      return { annotations: NO_ANNOTATIONS, partitionKey: undefined, scheduledAtMs: undefined };
    const entries = this.#map(section);
    const found = new Map(entries);
    const own = entries.filter(([key]) => !key.startsWith("x-opt-"));
    const { types } = this.#amqp;
    const bytes = own.map(([key, value]) => Buffer.concat([this.#write(types.wrap_symbol(key)), this.#write(value)]));
    const scheduled = found.get("x-opt-scheduled-enqueue-time")?.value;
    return {
      annotations: own.length === 0 ? NO_ANNOTATIONS : { bytes: Buffer.concat(bytes), count: own.length * 2 },
      partitionKey: textOf(found.get("x-opt-partition-key")?.value),
      scheduledAtMs: scheduled === undefined || scheduled === null ? undefined : Number(scheduled),
    };
  }

  /** Most messages without an id have no other property: those are written by hand. */
  #withId(properties: AmqpValue[], messageId: string): Buffer {
    if (properties.length === 0) return new SectionWriter().text(messageId).section(SECTION.properties, "list");
    properties[0] = this.#amqp.types.wrap_string(messageId);
    return this.#encodeList(SECTION.properties, properties);
  }

  #list(section: Buffer | undefined): AmqpValue[] {
    return section === undefined || section.length === EMPTY_SECTION_BYTES
      ? []
      : [...(this.#read(section).value as AmqpValue[])];
  }

  #map(section: Buffer | undefined): [string, AmqpValue][] {
    const flat = this.#list(section);
    return Array.from({ length: flat.length / 2 }, (_, at) => [String(flat[2 * at]!.value), flat[2 * at + 1]!]);
  }

  #read(section: Buffer): AmqpValue {
    return new this.#amqp.types.Reader(section).read();
  }

  #encodeList(code: number, values: readonly (AmqpValue | undefined)[]): Buffer {
    const { types } = this.#amqp;
    return this.#write(
      types.described(types.wrap_ulong(code), types.List32([...values].map((value) => value ?? types.Null()))),
    );
  }

  #write(value: AmqpValue): Buffer {
    const writer = new this.#amqp.types.Writer();
    writer.write(value);
    return Buffer.from(writer.toBuffer());
  }

  #newId(): string {
    this.#ids += 1;
    return this.#idPrefix + this.#ids.toString(16).padStart(12, "0");
  }
}

function textOf(value: unknown): string | undefined {
  return Buffer.isBuffer(value) ? tokenOfUuid(value) : toText(value);
}

function numberOf(typed: AmqpValue | undefined): number | undefined {
  return typeof typed?.value === "number" ? typed.value : undefined;
}
