import { invalidField } from "../broker-error.ts";

/** Codes of the sections of an AMQP message. */
export const SECTION = {
  header: 0x70,
  deliveryAnnotations: 0x71,
  messageAnnotations: 0x72,
  properties: 0x73,
  applicationProperties: 0x74,
  data: 0x75,
  sequence: 0x76,
  value: 0x77,
  footer: 0x78,
} as const;

/** An encoded message, cut into its sections; each with its descriptor. */
export interface MessageSections {
  readonly header?: Buffer;
  readonly messageAnnotations?: Buffer;
  readonly properties?: Buffer;
  readonly applicationProperties?: Buffer;
  /** Everything from the body on. */
  readonly body: Buffer;
}

/** A section: its code and its bytes, with and without what tells type and length. */
export interface Section {
  readonly code: number;
  readonly whole: Buffer;
  readonly content: Buffer;
}

const NAMES: Readonly<Record<number, keyof MessageSections>> = {
  [SECTION.header]: "header",
  [SECTION.messageAnnotations]: "messageAnnotations",
  [SECTION.properties]: "properties",
  [SECTION.applicationProperties]: "applicationProperties",
};

/**
 * Cuts a message into its sections without decoding them.
 *
 * @throws BrokerError when it is none.
 */
export function cutMessage(bytes: Buffer): MessageSections {
  const found: Partial<Record<keyof MessageSections, Buffer>> = {};
  let offset = 0;
  while (offset < bytes.length && sectionCode(bytes, offset) < SECTION.data) {
    const section = sectionAt(bytes, offset);
    const name = NAMES[section.code];
    if (name !== undefined) found[name] = section.whole;
    offset += section.whole.length;
  }
  return { ...found, body: bytes.subarray(offset) };
}

/** The sections of a message, one after the other; the last one must not be a value of a type without length. */
export function* sectionsOf(bytes: Buffer): Generator<Section> {
  for (let offset = 0; offset < bytes.length;) {
    const section = sectionAt(bytes, offset);
    yield section;
    offset += section.whole.length;
  }
}

function sectionCode(bytes: Buffer, offset: number): number {
  if (bytes[offset] !== 0) throw invalidField("The message is not an AMQP message.");
  return bytes[offset + 1] === 0x53 ? bytes[offset + 2]! : Number(bytes.readBigUInt64BE(offset + 2));
}

function sectionAt(bytes: Buffer, offset: number): Section {
  const code = sectionCode(bytes, offset);
  const typeAt = offset + (bytes[offset + 1] === 0x53 ? 3 : 10);
  const type = bytes[typeAt]!;
  if (type === 0x45) return { code, whole: bytes.subarray(offset, typeAt + 1), content: bytes.subarray(0, 0) };
  const isShort = type >> 4 === 0xa || type >> 4 === 0xc;
  const isLong = type >> 4 === 0xb || type >> 4 === 0xd;
  if (!isShort && !isLong) throw invalidField("A section of the message has a type without length.");
  const start = typeAt + (isShort ? 2 : 5);
  const end = start + (isShort ? bytes[typeAt + 1]! : bytes.readUInt32BE(typeAt + 1));
  if (end > bytes.length) throw invalidField("The message ends within a section.");
  return { code, whole: bytes.subarray(offset, end), content: bytes.subarray(start, end) };
}
