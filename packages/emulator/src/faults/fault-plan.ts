import { ValidationError, wildcard } from "@azlin/core";
import { ActiveFaults } from "./active-faults.ts";
import { faultSchema, type Fault, type FaultEffect, type FaultMatch } from "./fault.ts";

/** A fault in force, and how often it has struck. */
export interface FaultStatus extends Fault {
  readonly name: string;
  readonly hits: number;
}

/** What a fault can meet of a request. */
type Facts = Readonly<Record<keyof FaultMatch, string>>;

/** Faults in force, by name. */
export class FaultPlan {
  readonly #active = new ActiveFaults<Fault, Facts>();

  /**
   * Puts a fault in force, in place of one of the same name.
   *
   * @throws ValidationError (`INVALID_FAULT`) for what is not one.
   */
  set(name: string, fault: unknown): void {
    const read = faultSchema.safeParse(fault);
    if (!read.success) {
      throw new ValidationError("INVALID_FAULT", `The fault '${name}' is not one: ${read.error.issues[0]?.message}.`, {
        hint: 'Example: { "match": { "path": "*/start" }, "times": 1, "effect": { "status": 503 } }.',
      });
    }
    this.#active.set(name, read.data, matcher(read.data.match));
  }

  remove(name: string): boolean {
    return this.#active.remove(name);
  }

  clear(): void {
    this.#active.clear();
  }

  list(): FaultStatus[] {
    return this.#active.list();
  }

  /** The effects that strike this request. */
  strike(request: Request, url: URL): FaultEffect[] {
    if (this.#active.isEmpty) return [];
    const client = request.headers.get("user-agent") ?? "";
    const facts = { method: request.method, path: url.pathname, host: url.host, client };
    return Array.from(this.#active.strike(facts), ({ effect }) => effect);
  }
}

function matcher(match: FaultMatch): (facts: Facts) => boolean {
  const patterns = (Object.keys(match) as (keyof FaultMatch)[]).map((fact) => ({
    fact,
    pattern: pattern(match[fact]),
  }));
  return (facts) => patterns.every(({ fact, pattern }) => pattern.test(facts[fact]));
}

/** A pattern without `*` matches anywhere in the text. */
function pattern(text: string = "*"): RegExp {
  return wildcard(text.includes("*") ? text : `*${text}*`, { isCaseSensitive: false });
}
