import {
  callOptions,
  parseResourceId,
  pollOptions,
  systemClock,
  toAzlinError,
  withDeadline,
  type AbortOptions,
  type AzureTransport,
  type Clock,
} from "@azlin/core";
import { ComputeClients } from "@azlin/health";
import type { ActionJournal, JournalledAction } from "../journal/action-journal.ts";
import type { CheckedVm } from "../policy/checked-vm.ts";
import { decide } from "../policy/decide.ts";
import type { Decision } from "../policy/decision.ts";
import type { FleetView } from "../policy/fleet-view.ts";
import type { HealAction, HealHistory } from "../policy/heal-history.ts";
import type { HealingPolicy } from "../policy/healing-policy.ts";
import { evidenceOf, reasonAgainst, type Evidence } from "./confirm-heal.ts";
import { readHealFacts } from "./heal-facts.ts";
import type { HealResult } from "./heal-result.ts";

/** Options of {@link SelfHealer}. */
export interface SelfHealerOptions {
  readonly transport: AzureTransport;
  /** Written before an action and settled after it. */
  readonly journal: Pick<ActionJournal, "begin" | "settle">;
  /** Milliseconds that Azure may take for a restart or a start. Default: 900,000. */
  readonly timeoutMs?: number;
  /** Default: the system's. */
  readonly clock?: Clock;
}

/** A VM that is to be healed. */
export interface FailedVm {
  /** Resource id. */
  readonly id: string;
  readonly checked: CheckedVm;
}

/** Options of {@link SelfHealer.handleFailure}. */
export interface HandleFailureOptions extends AbortOptions {
  /** Told when the action is in the journal and is about to be sent. */
  readonly onBegin?: (atMs: number) => void;
}

/** Milliseconds for the look at a VM before it is healed. */
const LOOK_MS = 20_000;

/** Restarts VMs that run without answering and starts those that are stopped against their users' will. */
export class SelfHealer {
  readonly #options: Required<SelfHealerOptions>;
  readonly #clients: ComputeClients;

  constructor(options: SelfHealerOptions) {
    this.#options = { timeoutMs: 900_000, clock: systemClock, ...options };
    this.#clients = new ComputeClients(options.transport, "azlin-lifecycle");
  }

  /** Whether the policy wants a VM to be healed now. Pure: {@link decide} says why. */
  // Four parameters: these are the four things that a decision depends on.
  // oxlint-disable-next-line max-params
  shouldRestart(history: HealHistory, checked: CheckedVm, policy: HealingPolicy, fleet: FleetView): boolean {
    return decide(history, checked, policy, fleet).action !== "none";
  }

  /**
   * Heals a VM as was decided: looks at it once more, writes down what it is about to do, has Azure do it, and writes
   * down what became of it. Never throws: what went wrong is in the result.
   */
  async handleFailure(vm: FailedVm, decision: Decision, options: HandleFailureOptions = {}): Promise<HealResult> {
    const { action, reason } = decision;
    const { clock, journal } = this.#options;
    if (action === "none") return { outcome: "not-begun", action: "restart", problem: reason, atMs: clock.now() };
    const { operationAtMs } = vm.checked.observation.power;
    const atMs = clock.now();
    let id: number;
    try {
      const facts = await this.#look(vm.id, options);
      const against = reasonAgainst({ action, operationAtMs }, facts);
      if (against !== undefined) return { outcome: "not-begun", action, problem: against, atMs };
      options.signal?.throwIfAborted();
      const intended = { vmId: vm.id, action, reason, atMs, operationBeforeMs: facts.operationAtMs };
      id = journal.begin(intended);
    } catch (error) {
      return { outcome: "not-begun", action, problem: messageOf(error), atMs };
    }
    options.onBegin?.(atMs);
    return this.#carryOut({ id, vmId: vm.id, action, atMs }, options);
  }

  /**
   * Restarts or starts a VM and waits until Azure has done so. Prefer {@link SelfHealer.handleFailure}: this asks nothing and
   * writes nothing down.
   *
   * @param onAccepted - told once Azure has accepted it.
   * @throws AzlinError of what Azure answered; DeadlineError (`TIMED_OUT`); the signal's reason.
   */
  async restartVm(
    vmId: string,
    action: HealAction = "restart",
    { signal, onAccepted }: AbortOptions & { readonly onAccepted?: () => void } = {},
  ): Promise<void> {
    const { subscriptionId = "", resourceGroup = "", names } = parseResourceId(vmId);
    const name = names.at(-1) ?? "";
    const { timeoutMs, clock, transport } = this.#options;
    const operation = `${action} the VM ${name}`;
    try {
      await withDeadline(operation, { timeoutMs, signal, clock }, async (abort) => {
        const { virtualMachines } = await this.#clients.of(subscriptionId);
        const options = pollOptions(transport);
        const poller =
          action === "restart"
            ? virtualMachines.restart(resourceGroup, name, options)
            : virtualMachines.start(resourceGroup, name, options);
        await poller.submitted();
        onAccepted?.();
        // The signal goes to the polling: given to the operation it would not end the wait between two polls.
        await poller.pollUntilDone(callOptions({ signal: abort }));
      });
    } catch (error) {
      const right = `Microsoft.Compute/virtualMachines/${action}/action`;
      throw toAzlinError(error, { operation, action: right, resource: vmId, signal });
    }
  }

  /**
   * Finds out whether an action that was cut off, by kill -9 as well, has ever reached Azure.
   *
   * @throws AzlinError when the VM cannot be read: then nobody knows yet.
   */
  async evidence({ vmId, operationBeforeMs }: JournalledAction, options: AbortOptions = {}): Promise<Evidence> {
    return evidenceOf(operationBeforeMs, await this.#look(vmId, options));
  }

  async #look(vmId: string, { signal }: AbortOptions): ReturnType<typeof readHealFacts> {
    const { clock } = this.#options;
    return withDeadline("reading the VM", { timeoutMs: LOOK_MS, signal, clock }, (abort) =>
      readHealFacts(this.#clients, vmId, { signal: abort }),
    );
  }

  async #carryOut(
    { id, vmId, action, atMs }: { id: number; vmId: string; action: HealAction; atMs: number },
    { signal }: AbortOptions,
  ): Promise<HealResult> {
    let isAccepted = false;
    try {
      const onAccepted = (): void => void (isAccepted = true);
      await this.restartVm(vmId, action, { signal, onAccepted });
      return this.#settled(id, { outcome: "done", action, problem: null, atMs });
    } catch (error) {
      const problem = messageOf(error);
      // What was accepted goes on without us. What was cut off before an answer came stays open in the journal.
      if (signal?.aborted === true) {
        const cutOff: HealResult = { outcome: "accepted", action, problem, atMs };
        return isAccepted ? this.#settled(id, cutOff) : cutOff;
      }
      return this.#settled(id, { outcome: "failed", action, problem, atMs });
    }
  }

  /** An outcome that the disk does not take leaves the action open: the VM itself will tell. */
  #settled(id: number, result: HealResult): HealResult {
    const { journal, clock } = this.#options;
    const { outcome, problem } = result;
    if (outcome === "not-begun") return result;
    try {
      journal.settle(id, { outcome, note: problem, atMs: clock.now() });
      return result;
    } catch (error) {
      return { ...result, problem: problem ?? `The journal could not be written: ${messageOf(error)}` };
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
