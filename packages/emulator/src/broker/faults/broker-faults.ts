import { seededRandom, ValidationError, type Random } from "@azlin/core";
import type { BrokerFault, BrokerFaultEffect, FaultPoint } from "./broker-fault.ts";
import { faultProblem } from "./fault-problem.ts";

interface ActiveFault {
  readonly fault: BrokerFault;
  readonly entity: RegExp | undefined;
  readonly random: Random;
  left: number;
  hits: number;
}

/** A fault of the broker in force, and how often it has struck. */
export interface BrokerFaultStatus extends BrokerFault {
  readonly name: string;
  readonly hits: number;
}

/** The broker's faults in force, by name. */
export class BrokerFaults {
  readonly #faults = new Map<string, ActiveFault>();

  /**
   * Puts a fault in force, in place of one of the same name.
   *
   * @throws ValidationError (`INVALID_FAULT`) for what is not one.
   */
  set(name: string, fault: BrokerFault): void {
    const problem = faultProblem(fault);
    if (problem !== undefined) {
      throw new ValidationError("INVALID_FAULT", `The fault '${name}' is not one: ${problem}.`, {
        hint: 'Example: { on: "send", times: 1, effect: { reject: { condition: "com.microsoft:server-busy" } } }.',
      });
    }
    const { entity, times = Infinity, seed = 1 } = fault;
    this.#faults.set(name, {
      fault,
      entity: entity === undefined ? undefined : entityPattern(entity),
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

  list(): BrokerFaultStatus[] {
    return [...this.#faults].map(([name, { fault, hits }]) => ({ name, ...fault, hits }));
  }

  /** The effect that strikes here, of the first fault that does. */
  strike(point: FaultPoint, entity: string): BrokerFaultEffect | undefined {
    if (this.#faults.size === 0) return undefined;
    for (const active of this.#faults.values()) {
      if (active.left <= 0 || active.fault.on !== point || active.entity?.test(entity) === false) continue;
      if (active.random.next() >= (active.fault.probability ?? 1)) continue;
      active.left -= 1;
      active.hits += 1;
      return active.fault.effect;
    }
    return undefined;
  }
}

function entityPattern(glob: string): RegExp {
  const parts = glob.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join(".*")}$`, "i");
}
