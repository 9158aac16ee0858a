/** The failure that counts: of several attempts the client throws an `AggregateError` without a code; its last one has it. */
export function unwrapError(error: unknown): unknown {
  if (!(error instanceof AggregateError) || error.errors.length === 0) return error;
  return unwrapError(error.errors.at(-1));
}
