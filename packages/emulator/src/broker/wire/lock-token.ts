/** Positions of a GUID's digits in .NET's byte order: its first three groups are little-endian. */
const DOTNET_ORDER = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15] as const;

/** A lock token as the tag of a delivery: 16 bytes in .NET's order. */
export function deliveryTagOf(token: string): Buffer {
  const bytes = uuidBytes(token);
  return Buffer.from(DOTNET_ORDER.map((at) => bytes[at]!));
}

/** A lock token as an AMQP uuid: 16 bytes in the order in which it is written. */
export function uuidBytes(token: string): Buffer {
  return Buffer.from(token.replaceAll("-", ""), "hex");
}

/** The lock token that an AMQP uuid stands for. */
export function tokenOfUuid(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
