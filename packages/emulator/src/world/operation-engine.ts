import { AsyncLocalStorage } from "node:async_hooks";
import type { JsonObject } from "../json/json.ts";
import type { EmulatorClock } from "./emulator-clock.ts";
import type { IdSource } from "./id-source.ts";

/** States of a long-running operation, as ARM spells them. */
export type OperationStatus = "InProgress" | "Succeeded" | "Failed" | "Canceled";

/** The error of an operation that ended Failed. */
export interface OperationError {
  readonly code: string;
  readonly message: string;
  readonly target?: string;
  readonly details?: readonly OperationErrorDetail[];
}

/** One entry of an operation error's `details`; those of a blocked group have no code and tell the resource. */
export interface OperationErrorDetail {
  readonly code?: string;
  readonly message: string;
  readonly target?: string;
}

/** A long-running operation. Plain data, so that it survives a restart: what it does is found by its verb. */
export interface Operation {
  readonly id: string;
  /** `write`, `delete`, or the action's name. */
  readonly verb: string;
  readonly resourceId: string;
  readonly resourceType: string;
  readonly location: string;
  readonly startedAt: number;
  readonly endsAt: number;
  readonly status: OperationStatus;
  readonly endedAt?: number;
  /** What the verb needs to know at the end. */
  readonly input: JsonObject;
  /** Body of the final GET on the Location URL, where the verb has one. */
  readonly output?: JsonObject;
  readonly error?: OperationError;
}

/** What injected faults make of an operation: it ends with an error, or it never ends. */
export type Doom = { readonly error: OperationError } | "hangs";

/** Duration of an operation that something else will end. */
export const UNTIL_ENDED_MS = Number.MAX_SAFE_INTEGER / 4;

/** What {@link OperationEngine.start} needs to know. */
export interface OperationStart {
  readonly verb: string;
  readonly resourceId: string;
  readonly resourceType: string;
  readonly location?: string;
  readonly durationMs: number;
  readonly input?: JsonObject;
  /** The world's own, not a client's: injected failures pass it by. */
  readonly internal?: boolean;
}

/**
 * Applies the end of an operation to the world; may return its output, or throw to end it Failed. One that answers with
 * a promise keeps the operation in progress until that is settled.
 */
export type OperationCompletion = (operation: Operation) => Outcome | Promise<Outcome>;

type Outcome = JsonObject | undefined;

/**
 * Runs long-running operations on the emulator's clock. Nothing happens in the background: what is due is applied
 * before the next request is served, in the order of its time.
 */
export class OperationEngine {
  readonly #clock: EmulatorClock;
  readonly #ids: IdSource;
  readonly #complete: OperationCompletion;
  readonly #toError: (cause: unknown) => OperationError;
  readonly #failed: ((operation: Operation) => void) | undefined;
  readonly #doom = new AsyncLocalStorage<Doom | undefined>();
  #operations = new Map<string, Operation>();
  #running: Operation[] = [];
  /** Ids of operations whose time has come and whose end is not applied yet. */
  readonly #ending = new Set<string>();

  constructor(parts: {
    readonly clock: EmulatorClock;
    readonly ids: IdSource;
    readonly complete: OperationCompletion;
    readonly toError: (cause: unknown) => OperationError;
    /** Told of each operation that ended Failed: what it was to change has to be put right. */
    readonly failed?: (operation: Operation) => void;
  }) {
    this.#clock = parts.clock;
    this.#ids = parts.ids;
    this.#complete = parts.complete;
    this.#toError = parts.toError;
    this.#failed = parts.failed;
  }

  /** Begins an operation. Even one of no duration ends only with the next request, as Azure's do. */
  start(start: OperationStart): Operation {
    const now = this.#clock.now();
    const doom = start.internal === true ? undefined : this.#doom.getStore();
    const operation: Operation = {
      id: this.#ids.guid(),
      verb: start.verb,
      resourceId: start.resourceId,
      resourceType: start.resourceType,
      location: start.location ?? "global",
      startedAt: now,
      endsAt: now + (doom === "hangs" ? UNTIL_ENDED_MS : start.durationMs),
      status: "InProgress",
      input: start.input ?? {},
      ...(doom !== undefined && doom !== "hangs" && { error: doom.error }),
    };
    this.#operations.set(operation.id, operation);
    this.#running.push(operation);
    return operation;
  }

  get(id: string): Operation | undefined {
    return this.#operations.get(id.toLowerCase());
  }

  /** Runs `serve`; the operations that begin in it end as `doom` says, when there is one. */
  dooming<T>(doom: Doom | undefined, serve: () => Promise<T>): Promise<T> {
    return doom === undefined ? serve() : this.#doom.run(doom, serve);
  }

  /** The operation under way on a resource, if there is one; of that verb, when it is given. */
  runningOn(resourceId: string, verb?: string): Operation | undefined {
    const key = resourceId.toLowerCase();
    return this.#running.find(
      (operation) => operation.resourceId.toLowerCase() === key && (verb === undefined || operation.verb === verb),
    );
  }

  /** The operations under way on resources of one type. */
  runningOnType(resourceType: string): Operation[] {
    return this.#running.filter((operation) => operation.resourceType === resourceType);
  }

  /** Ends a running operation as Canceled. */
  cancel(id: string): void {
    const operation = this.get(id);
    if (operation?.status === "InProgress") this.#settleOne(operation, "Canceled");
  }

  /** Ends a running operation as Failed, before its time. */
  fail(id: string, error: OperationError): void {
    const operation = this.get(id);
    if (operation?.status === "InProgress") this.#settleOne(operation, "Failed", { error });
  }

  /** Ends a running operation now, as if its time had come. */
  finish(id: string): void {
    const operation = this.get(id);
    if (operation?.status === "InProgress") this.#finish(operation);
  }

  /** Applies every operation whose time has come. */
  settle(): void {
    for (;;) {
      // Read anew: the end of one operation may begin another that takes no time.
      const now = this.#clock.now();
      const due = this.#running
        .filter((operation) => operation.endsAt <= now && !this.#ending.has(operation.id))
        .reduce<Operation | undefined>(
          (first, next) => (first && first.endsAt <= next.endsAt ? first : next),
          undefined,
        );
      if (due === undefined) return;
      this.#finish(due);
    }
  }

  all(): Operation[] {
    return [...this.#operations.values()];
  }

  load(operations: Iterable<Operation>): void {
    this.#operations = new Map([...operations].map((operation) => [operation.id, operation]));
    this.#running = [...this.#operations.values()].filter((operation) => operation.status === "InProgress");
  }

  #finish(operation: Operation): void {
    if (operation.error !== undefined) return this.#settleOne(operation, "Failed", { error: operation.error });
    try {
      const output = this.#complete(operation);
      if (output instanceof Promise) this.#await(operation, output);
      else this.#succeed(operation, output);
    } catch (cause) {
      this.#settleOne(operation, "Failed", { error: this.#toError(cause) });
    }
  }

  #succeed(operation: Operation, output: Outcome): void {
    this.#settleOne(operation, "Succeeded", output === undefined ? {} : { output });
  }

  /** What was cancelled, preempted or replaced by another state in the meantime stays as it is. */
  #await({ id }: Operation, output: Promise<Outcome>): void {
    this.#ending.add(id);
    const ended = (end: (operation: Operation) => void): void => {
      this.#ending.delete(id);
      const operation = this.#operations.get(id);
      if (operation?.status === "InProgress") end(operation);
    };
    output.then(
      (value) => ended((operation) => this.#succeed(operation, value)),
      (cause: unknown) => ended((operation) => this.#settleOne(operation, "Failed", { error: this.#toError(cause) })),
    );
  }

  #settleOne(operation: Operation, status: OperationStatus, end: Partial<Operation> = {}): void {
    this.#running = this.#running.filter((other) => other.id !== operation.id);
    const ended: Operation = { ...operation, status, endedAt: this.#clock.now(), ...end };
    this.#operations.set(operation.id, ended);
    if (status === "Failed") this.#failed?.(ended);
  }
}
