import type { Fault, FaultEffect } from "@azlin/emulator";

/** What a person said about a fault; what was not said is `undefined` or false. */
export interface FaultFacts {
  readonly match: Readonly<Record<"method" | "path" | "host" | "client", string | undefined>>;
  readonly draw: Readonly<Record<"times" | "probability" | "seed", number | undefined>>;
  readonly effect: {
    readonly status: number | undefined;
    readonly delayMs: number | undefined;
    readonly code: string | undefined;
    readonly message: string | undefined;
    readonly reset: boolean;
    readonly swallow: boolean;
    readonly truncate: boolean;
    readonly operationFails: boolean;
  };
}

/** The fault for the control API; `undefined` when it would do nothing. */
export function faultOf({ match, draw, effect }: FaultFacts): Fault | undefined {
  const effectOf = EFFECTS.map((make) => make(effect)).find((made) => made !== undefined);
  return effectOf && { match: said(match), ...said(draw), effect: effectOf };
}

const EFFECTS: readonly ((facts: FaultFacts["effect"]) => FaultEffect | undefined)[] = [
  ({ status, code, message }) => (status === undefined ? undefined : { status, ...said({ code, message }) }),
  ({ delayMs }) => (delayMs === undefined ? undefined : { delayMs }),
  ({ reset }) => (reset ? { reset } : undefined),
  ({ swallow }) => (swallow ? { swallow } : undefined),
  ({ truncate }) => (truncate ? { truncate } : undefined),
  ({ operationFails, code = "InjectedFault", message = "A fault was injected into this operation." }) =>
    operationFails ? { operationFails: { code, message } } : undefined,
];

function said<T extends object>(facts: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as never;
}
