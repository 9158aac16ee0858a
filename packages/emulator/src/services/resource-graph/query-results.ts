import type { Plan } from "./kql/plan.ts";
import type { Row } from "./kql/row.ts";

/** Results that are kept for their next pages. */
const REMEMBERED = 64;

/** The rows that a query found. */
export interface QueryResult {
  readonly columns: readonly string[];
  readonly isLimited: boolean;
  readonly rows: readonly Row[];
}

/** Runs a plan to its end. */
export function runPlan(plan: Plan): QueryResult {
  return { columns: plan.columns, isLimited: plan.isLimited, rows: [...plan.rows()] };
}

interface RememberedResult {
  /** Who asked what: a token is good for nothing else. */
  readonly question: string;
  readonly result: QueryResult;
}

/** A place in a result, as a skip token says it. */
interface Position {
  readonly result: string;
  readonly row: number;
}

/**
 * Results whose later pages may still be asked for, so that pages fit together although the world goes on. The oldest
 * are forgotten; a token of a forgotten result is answered by asking again and skipping the rows before it.
 */
export class QueryResults {
  readonly #results = new Map<string, RememberedResult>();

  /** A token for the page that begins at `row`. */
  tokenFor(id: string, row: number): string {
    const position: Position = { result: id, row };
    return Buffer.from(JSON.stringify(position)).toString("base64url");
  }

  remember(id: string, question: string, result: QueryResult): void {
    this.#results.set(id, { question, result });
    const [oldest] = this.#results.keys();
    if (this.#results.size > REMEMBERED && oldest !== undefined) this.#results.delete(oldest);
  }

  /** The result and row that a token stands for; the result is absent when it has been forgotten. */
  find(token: string, question: string): { id: string; row: number; result: QueryResult | undefined } | undefined {
    const position = readPosition(token);
    if (position === undefined) return undefined;
    const remembered = this.#results.get(position.result);
    const result = remembered?.question === question ? remembered.result : undefined;
    return { id: position.result, row: position.row, result };
  }
}

function readPosition(token: string): Position | undefined {
  try {
    const position = JSON.parse(Buffer.from(token, "base64url").toString("utf8")) as Partial<Position> | null;
    const { result, row } = position ?? {};
    return typeof result === "string" && typeof row === "number" ? { result, row } : undefined;
  } catch {
    return undefined;
  }
}
