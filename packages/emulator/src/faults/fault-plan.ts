import { seededRandom, ValidationError, type Random } from "@azlin/core";
import { faultSchema, type Fault, type FaultEffect, type FaultMatch } from "./fault.ts";

interface ActiveFault {
  readonly fault: Fault;
  readonly match: Required<{ [K in keyof FaultMatch]: RegExp | undefined }>;
  readonly random: Random;
  left: number;
  hits: number;
}

/** A fault in force, and how often it has struck. */
export interface FaultStatus extends Fault {
  readonly name: string;
  readonly hits: number;
}

/** Faults in force, by name. */
export class FaultPlan {
  readonly #faults = new Map<string, ActiveFault>();

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
    const { match, times = Infinity, seed = 1 } = read.data;
    this.#faults.set(name, {
      fault: read.data,
      match: {
        method: pattern(match.method),
        path: pattern(match.path),
        host: pattern(match.host),
        client: pattern(match.client),
      },
      random: seededRandom(seed),
      left: times,
      hits: 0,
    });
  }

  remove(name: string): boolean {
    return this.#faults.delete(name);
  }

  clear(): void {
    this.#faults.clear();
  }

  list(): FaultStatus[] {
    return [...this.#faults].map(([name, { fault, hits }]) => ({ name, ...fault, hits }));
  }

  /** The effects that strike this request. */
  strike(request: Request, url: URL): FaultEffect[] {
    const effects: FaultEffect[] = [];
    for (const active of this.#faults.values()) {
      if (active.left <= 0 || !meets(active, request, url)) continue;
      if (active.random.next() >= (active.fault.probability ?? 1)) continue;
      active.left -= 1;
      active.hits += 1;
      effects.push(active.fault.effect);
    }
    return effects;
  }
}

function meets({ match }: ActiveFault, request: Request, url: URL): boolean {
  const client = request.headers.get("user-agent") ?? "";
  const facts = { method: request.method, path: url.pathname, host: url.host, client };
  return (Object.keys(facts) as (keyof FaultMatch)[]).every((fact) => match[fact]?.test(facts[fact]) ?? true);
}

/** `*` is any text; a pattern without one matches anywhere in the text. */
function pattern(glob: string | undefined): RegExp | undefined {
  if (glob === undefined) return undefined;
  const source = glob
    .split("*")
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
    .join(".*");
  return new RegExp(glob.includes("*") ? `^${source}$` : source, "i");
}
