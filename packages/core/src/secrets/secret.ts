import { inspect } from "node:util";

const BRAND = Symbol.for("azlin.secret");
const MASK = "***";

/** A string that shows itself only when asked: printed, logged or put into JSON it is `***`. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  get [BRAND](): true {
    return true;
  }

  /** The secret itself. Call it where the secret is used, and nowhere else. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [Symbol.toPrimitive](): string {
    return MASK;
  }

  [inspect.custom](): string {
    return MASK;
  }
}

/** Whether something is a {@link Secret}. Works across copies of the package. */
export function isSecret(value: unknown): value is Secret {
  return typeof value === "object" && value !== null && BRAND in value;
}
