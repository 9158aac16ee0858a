import type { PropertyValue } from "../entities/message-content.ts";
import type { AmqpLibrary, AmqpValue } from "./amqp-library.ts";

const MAX_INT = 2_147_483_647;
/** .NET counts time in ticks of 100 ns from the year 1. */
const EPOCH_TICKS = 621_355_968_000_000_000n;
const TICKS_PER_MS = 10_000n;

/** A property of a message as an AMQP value. */
export function wrapProperty({ types }: Pick<AmqpLibrary, "types">, value: PropertyValue): AmqpValue {
  if (typeof value === "string") return types.wrap_string(value);
  if (typeof value === "boolean") return types.wrap_boolean(value);
  if (typeof value === "bigint") return types.wrap_long(longBytes(value));
  if (typeof value === "object") {
    return value instanceof Date ? types.wrap_timestamp(value.getTime()) : types.wrap_binary(Buffer.from(value));
  }
  if (!Number.isInteger(value)) return types.wrap_double(value);
  return Math.abs(value) <= MAX_INT ? types.wrap_int(value) : types.wrap_long(longBytes(BigInt(value)));
}

/** A time as the ticks that .NET counts, which is how the service tells when a session's lock ends. */
export function ticksBytes(atMs: number): Buffer {
  return longBytes(BigInt(atMs) * TICKS_PER_MS + EPOCH_TICKS);
}

/** A number of 64 bits, big-endian. */
export function longBytes(value: bigint): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigInt64BE(value);
  return bytes;
}

/** A number that may have come as eight bytes. */
export function toNumber(value: unknown): number {
  if (Buffer.isBuffer(value)) return Number(value.readBigInt64BE());
  return Number(value);
}

/** A plain value as text; `undefined` for what is none. */
export function toText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "bigint" || typeof value === "boolean"
    ? String(value)
    : undefined;
}
