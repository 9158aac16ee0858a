/** A value of a message's properties. */
export type PropertyValue = string | number | boolean | bigint | Date | Uint8Array;

/** Properties of a message that its sender or the broker sets, as rules see them. */
export interface MessageFields {
  readonly messageId?: string;
  readonly correlationId?: string;
  readonly to?: string;
  readonly replyTo?: string;
  readonly subject?: string;
  readonly sessionId?: string;
  readonly replyToSessionId?: string;
  readonly contentType?: string;
  readonly applicationProperties: Readonly<Record<string, PropertyValue | undefined>>;
}

/** Names of the fields that a rule's action may set. */
export type FieldName = Exclude<keyof MessageFields, "applicationProperties">;

/** Changes of a message's properties; `undefined` removes one. */
export interface PropertyEdits {
  readonly fields?: Readonly<Partial<Record<FieldName, string | undefined>>>;
  readonly applicationProperties?: Readonly<Record<string, PropertyValue | undefined>>;
  /** Milliseconds that the message may live from now on; `none` lets it live, and appear, at once and for ever. */
  readonly timeToLive?: number | "none";
}

/** What a sender sent: never changed, and shared by all the queues that hold it. */
export interface MessageContent {
  readonly messageId: string;
  readonly sessionId: string | undefined;
  /** Milliseconds that it may wait in a queue; the entity's default may be shorter. */
  readonly timeToLiveMs: number | undefined;
  /** When it is to appear. Milliseconds since the epoch. */
  readonly scheduledAtMs: number | undefined;
  readonly sizeBytes: number;
  /** What rules look at; decoded when it is first asked for. */
  fields(): MessageFields;
  /** A copy with other properties. */
  with(edits: PropertyEdits): MessageContent;
  /** The encoded message, for a journal. */
  toBytes(): Uint8Array;
}
