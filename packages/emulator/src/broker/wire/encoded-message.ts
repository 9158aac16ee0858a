import type { MessageContent, MessageFields, PropertyEdits } from "../entities/message-content.ts";
import type { MessageSections } from "./message-sections.ts";
import type { MessageCodec } from "./message-codec.ts";

/** What the broker has to know of a message to queue it; read when the message comes in. */
export interface MessageFacts {
  readonly messageId: string;
  readonly sessionId: string | undefined;
  readonly timeToLiveMs: number | undefined;
  readonly scheduledAtMs: number | undefined;
  readonly durable: boolean;
  readonly priority: number;
  /** Annotations that senders set freely, encoded. */
  readonly annotations: { readonly bytes: Buffer; readonly count: number };
  readonly partitionKey: string | undefined;
}

/** A message in the bytes in which its sender encoded it; decoded only where a rule or an edit needs it. */
export class EncodedMessage implements MessageContent {
  readonly facts: MessageFacts;
  readonly sections: MessageSections;
  readonly #codec: MessageCodec;
  #fields: MessageFields | undefined;

  constructor(facts: MessageFacts, sections: MessageSections, codec: MessageCodec) {
    this.facts = facts;
    this.sections = sections;
    this.#codec = codec;
  }

  get messageId(): string {
    return this.facts.messageId;
  }

  get sessionId(): string | undefined {
    return this.facts.sessionId;
  }

  get timeToLiveMs(): number | undefined {
    return this.facts.timeToLiveMs;
  }

  get scheduledAtMs(): number | undefined {
    return this.facts.scheduledAtMs;
  }

  get sizeBytes(): number {
    const { properties, applicationProperties, body } = this.sections;
    return (properties?.length ?? 0) + (applicationProperties?.length ?? 0) + body.length;
  }

  fields(): MessageFields {
    this.#fields ??= this.#codec.decodeFields(this.sections);
    return this.#fields;
  }

  with(edits: PropertyEdits): MessageContent {
    return this.#codec.edit(this, edits);
  }

  toBytes(): Uint8Array {
    return this.#codec.encodePlain(this);
  }
}
