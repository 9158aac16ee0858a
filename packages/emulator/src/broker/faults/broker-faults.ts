import { ValidationError, wildcard } from "@azlin/core";
import { ActiveFaults } from "../../faults/active-faults.ts";
import type { BrokerFault, BrokerFaultEffect, FaultPoint } from "./broker-fault.ts";
import { faultProblem } from "./fault-problem.ts";

/** A fault of the broker in force, and how often it has struck. */
export interface BrokerFaultStatus extends BrokerFault {
  readonly name: string;
  readonly hits: number;
}

interface Occasion {
  readonly point: FaultPoint;
  readonly entity: string;
}

/** The broker's faults in force, by name. */
export class BrokerFaults {
  readonly #active = new ActiveFaults<BrokerFault, Occasion>();

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
    const path = wildcard(fault.entity ?? "*", { isCaseSensitive: false });
    this.#active.set(name, fault, ({ point, entity }) => point === fault.on && path.test(entity));
  }

  remove(name: string): boolean {
    return this.#active.remove(name);
  }

  clear(): void {
    this.#active.clear();
  }

  list(): BrokerFaultStatus[] {
    return this.#active.list();
  }

  /** The effect that strikes here, of the first fault that does. */
  strike(point: FaultPoint, entity: string): BrokerFaultEffect | undefined {
    if (this.#active.isEmpty) return undefined;
    const [first] = this.#active.strike({ point, entity });
    return first?.effect;
  }
}
