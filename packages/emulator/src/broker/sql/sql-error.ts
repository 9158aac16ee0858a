/** An expression that is not one of Service Bus's SQL, or is outside what the broker knows of it. */
export class SqlError extends Error {
  override readonly name = "SqlError";
  /** Where in the text, counted from one. */
  readonly position: number;

  constructor(problem: string, text: string, offset: number) {
    const position = offset + 1;
    super(`${problem} at position ${position} of '${text}'.`);
    this.position = position;
  }
}
