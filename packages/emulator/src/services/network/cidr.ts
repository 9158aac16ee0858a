interface Range {
  readonly first: number;
  readonly last: number;
}

/** Whether IPv4 prefix `inner` lies in `outer`. What is not a prefix lies in nothing. */
export function cidrContains(outer: string, inner: string): boolean {
  const [outside, inside] = [readCidr(outer), readCidr(inner)];
  return outside !== undefined && inside !== undefined && outside.first <= inside.first && inside.last <= outside.last;
}

/** Whether two IPv4 prefixes share an address. */
export function cidrsOverlap(left: string, right: string): boolean {
  const [one, other] = [readCidr(left), readCidr(right)];
  return one !== undefined && other !== undefined && one.first <= other.last && other.first <= one.last;
}

/** The `index`th address of a prefix. Azure keeps the first four of a subnet for itself. */
export function cidrAddress(prefix: string, index: number): string | undefined {
  const range = readCidr(prefix);
  if (range === undefined || range.first + index >= range.last) return undefined;
  const address = range.first + index;
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

function readCidr(text: string): Range | undefined {
  const [, address, length] = /^(\d+\.\d+\.\d+\.\d+)\/(\d+)$/.exec(text) ?? [];
  if (address === undefined || length === undefined || Number(length) > 32) return undefined;
  const bytes = address.split(".").map(Number);
  if (bytes.some((byte) => byte > 255)) return undefined;
  const size = 2 ** (32 - Number(length));
  const value = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  const first = value - (value % size);
  return { first, last: first + size - 1 };
}
