import type { MonitoredVm, VmHealth } from "@azlin/health";
import type { HookType } from "../hooks/hook-type.ts";
import type { JournalledAction } from "../journal/action-journal.ts";
import type { VmMemory } from "../journal/health-records.ts";
import { uptimePercent } from "../journal/health-span.ts";
import { afterCheck } from "../policy/after-check.ts";
import { afterHeal, afterHealEnd } from "../policy/after-heal.ts";
import { toldBy } from "../policy/checked-vm.ts";
import { decide } from "../policy/decide.ts";
import type { Decision } from "../policy/decision.ts";
import { newHealHistory, type HealAction, type HealHistory } from "../policy/heal-history.ts";
import { healsWithin } from "../policy/spent-budget.ts";
import { withoutHeal } from "../policy/without-heal.ts";
import type { VmExplanation, VmReport } from "./daemon-report.ts";
import { NOTHING_SEEN, seeAnnouncement, seeHeal, seeHealth, type SeenHealth } from "./seen-health.ts";
import type { VmSettings } from "./vm-settings.ts";
import type { WatchContext } from "./watch-context.ts";

const DAY_MS = 86_400_000;

/** What the last check came to. */
interface Latest {
  readonly health: VmHealth;
  readonly decision: Decision;
}

/** Checks one VM, heals it as the policy decides, and fires its hooks. */
export class VmWatcher {
  readonly #context: WatchContext;
  #settings: VmSettings;
  #history: HealHistory;
  #seen: SeenHealth = NOTHING_SEEN;
  #latest: Latest | undefined;
  /** An action of a daemon before this one, of which nobody knows what became. */
  #cutOff: JournalledAction | undefined;
  #healing: Promise<void> | undefined;

  constructor(context: WatchContext, settings: VmSettings) {
    this.#context = context;
    this.#settings = settings;
    const { id } = settings.vm;
    this.#cutOff = context.journal.unsettled(id).at(-1);
    this.#history = this.#recall(context.records.memory(id));
  }

  get vm(): MonitoredVm {
    return this.#settings.vm;
  }

  /** Whether a check has found it deleted. */
  get isGone(): boolean {
    return this.#latest?.health.verdict.status === "deleted";
  }

  /** Milliseconds between two checks. */
  get intervalMs(): number {
    return this.#settings.policy.checkIntervalMs;
  }

  /** Takes new settings over; what is remembered stays. */
  configure(settings: VmSettings): void {
    this.#settings = settings;
  }

  /** After a time without checks: what was counted before it does not belong to what comes now. */
  forgetCounts(): void {
    this.#context.monitor.forget(this.#settings.vm.id);
  }

  /**
   * Checks the VM once and does what follows from it.
   *
   * @returns milliseconds after which to check again, when that is sooner than the interval.
   * @throws the signal's reason.
   */
  async check(): Promise<number | undefined> {
    const { monitor, power, clock, metrics, signal } = this.#context;
    const { vm, policy } = this.#settings;
    const startMs = clock.now();
    const sinceMs = Math.max(startMs - policy.checkIntervalMs, this.#latest?.health.observation.atMs ?? 0);
    const reading = await power.of(vm.id, sinceMs);
    const health = await monitor.checkVmHealth(vm, { power: reading, signal });
    metrics.check(health.verdict.status, clock.now() - startMs);
    if (this.#cutOff !== undefined) await this.#settleCutOff(this.#cutOff);
    const decision = this.#decide(health);
    this.#note({ health, decision });
    if (decision.action !== "none") this.#heal({ health, decision });
    const soonMs = decision.nextCheckAtMs - health.observation.atMs;
    return soonMs < policy.checkIntervalMs ? soonMs : undefined;
  }

  /** Has somebody tell what they have done to the VM: its hook is fired now, and not again when it is seen. */
  announce(type: HookType): void {
    const { clock, monitor, power } = this.#context;
    this.#seen = seeAnnouncement(this.#seen, type);
    monitor.notePowerChange(this.#settings.vm.id);
    power.forget();
    this.#fire(type, clock.now(), "It was done by an azlin command.");
  }

  /** Resolves when no heal is under way. */
  async settled(): Promise<void> {
    await this.#healing;
  }

  report(): VmReport {
    const { vm, config, policy } = this.#settings;
    return {
      vmId: vm.id,
      name: vm.name,
      ...seenIn(this.#latest),
      threshold: config.sshFailureThreshold,
      restartPolicy: policy.restartPolicy,
      checkIntervalMs: policy.checkIntervalMs,
      heals: healsWithin(this.#history.heals, DAY_MS, this.#context.clock.now()),
    };
  }

  explain(): VmExplanation {
    const { records, journal, clock } = this.#context;
    const { id } = this.#settings.vm;
    const spans = records.spans(id, clock.now() - DAY_MS);
    return {
      ...this.report(),
      health: this.#latest?.health ?? null,
      actions: journal.recent(id),
      spans,
      uptimePercent: uptimePercent(spans),
    };
  }

  /** Takes over what a daemon before this one remembered. Counts of checks that are long ago are void. */
  #recall(memory: VmMemory | undefined): HealHistory {
    if (memory === undefined) return newHealHistory(this.#settings.vm.id);
    const { monitor, clock } = this.#context;
    const { health, heals } = memory;
    const nowMs = clock.now();
    const agoMs = nowMs - (health.lastCheckAtMs ?? 0);
    if (agoMs >= 0 && agoMs <= 3 * this.intervalMs) monitor.restore([health]);
    return heals.isUnderWay && this.#cutOff === undefined ? afterHealEnd(heals, nowMs) : heals;
  }

  #decide(health: VmHealth): Decision {
    const { fleet } = this.#context;
    const { policy } = this.#settings;
    this.#history = afterCheck(this.#history, health, policy);
    fleet.record(this.#history, health);
    const decision = decide(this.#history, health, policy, fleet.view(this.#history, policy));
    const isHindered = decision.action !== "none" && (this.#healing !== undefined || this.#cutOff !== undefined);
    if (!isHindered) return decision;
    const reason = "It is not yet known what became of an earlier heal.";
    return { ...decision, action: "none", code: "under-way", reason };
  }

  #note({ health, decision }: Latest): void {
    const { logger } = this.#context;
    const { vm, policy } = this.#settings;
    const { verdict, observation } = health;
    const before = this.#latest;
    this.#latest = { health, decision };
    const fields = { vm: vm.name, vmId: vm.id, status: verdict.status, reason: verdict.reason };
    if (before?.health.verdict.status !== verdict.status) logger.info("health changed", fields);
    if (before?.decision.code !== decision.code && verdict.failures > 0) {
      const said = { ...fields, code: decision.code, decision: decision.reason };
      if (decision.isAlarm) logger.error("a VM needs somebody to look at it", said);
      else logger.info("decided", said);
    }
    const isFailed = policy.restartPolicy === "always" ? toldBy(health) === "fails" : verdict.isDown;
    const { seen, events } = seeHealth(this.#seen, { verdict, observation, isFailed });
    this.#seen = seen;
    for (const event of events) this.#fire(event, observation.atMs, verdict.reason);
    this.#remember();
  }

  #heal({ health, decision }: Latest): void {
    const { healer, fleet, clock, signal, metrics, logger } = this.#context;
    const { id } = this.#settings.vm;
    // Before anything is awaited: the VMs that are checked meanwhile see that this one is being healed.
    fleet.recordHeal({ vmId: id, healingSinceMs: clock.now() });
    const run = async (): Promise<void> => {
      const onBegin = (atMs: number): void => this.#begun(decision.action as HealAction, atMs);
      const result = await healer.handleFailure({ id, checked: health }, decision, { signal, onBegin });
      metrics.heal(result);
      this.#logHeal(result.outcome, result.problem, decision);
      if (result.outcome === "not-begun") fleet.recordHeal(this.#history);
      else this.#ended(decision, result.outcome === "failed" ? undefined : result.atMs);
    };
    this.#healing = run()
      .catch((error: unknown) => logger.error("a heal went wrong", { vmId: id, error }))
      .finally(() => {
        this.#healing = undefined;
      });
  }

  #begun(action: HealAction, atMs: number): void {
    const { random, fleet } = this.#context;
    this.#history = afterHeal(this.#history, { atMs, action, random: random.next() }, this.#settings.policy);
    this.#seen = seeHeal(this.#seen);
    fleet.recordHeal(this.#history);
    this.#remember();
  }

  #ended({ reason }: Pick<Decision, "reason">, atMs: number | undefined): void {
    const { clock, monitor, fleet } = this.#context;
    this.#history = afterHealEnd(this.#history, clock.now());
    monitor.notePowerChange(this.#settings.vm.id);
    fleet.recordHeal(this.#history);
    if (atMs !== undefined) this.#fire("on_restart", atMs, reason);
    this.#remember();
  }

  /** Looks at the VM for what became of an action that a daemon before this one did not live to see. */
  async #settleCutOff(action: JournalledAction): Promise<void> {
    const { healer, journal, clock, signal, logger, settleMs } = this.#context;
    const fields = { vm: this.#settings.vm.name, vmId: action.vmId, action: action.action };
    try {
      const evidence = await healer.evidence(action, { signal });
      const nowMs = clock.now();
      if (evidence === "not-reached" && nowMs - action.atMs < settleMs) return;
      const isReached = evidence === "reached";
      const note = isReached ? "The daemon was ended while Azure did it." : "It never reached Azure.";
      journal.settle(action.id, { outcome: isReached ? "accepted" : "dropped", note, atMs: nowMs });
      this.#cutOff = undefined;
      logger.warn("found out what became of a heal that was cut off", { ...fields, evidence });
      if (isReached) this.#found(action);
      else this.#history = withoutHeal(this.#history, action.atMs);
    } catch (error) {
      signal.throwIfAborted();
      logger.warn("cannot find out what became of a heal that was cut off", { ...fields, error });
    }
  }

  #found(action: JournalledAction): void {
    const isCounted = this.#history.heals.some(({ atMs }) => atMs === action.atMs);
    if (!isCounted) this.#begun(action.action, action.atMs);
    this.#ended(action, action.atMs);
  }

  #fire(type: HookType, atMs: number, reason: string): void {
    const { hooks, metrics } = this.#context;
    const { vm, config } = this.#settings;
    const script = config.hooks[type];
    if (script === undefined) return;
    const failureCount = this.#latest?.health.verdict.failures ?? 0;
    const event = { type, vmId: vm.id, vmName: vm.name, atMs, failureCount, reason };
    void hooks.executeHook(script, event).then(({ outcome }) => metrics.hook(type, outcome));
  }

  #remember(): void {
    const { records, monitor } = this.#context;
    if (this.#latest === undefined) return;
    const { verdict, observation } = this.#latest.health;
    const { id } = this.#settings.vm;
    records.record({
      vmId: id,
      status: verdict.status,
      atMs: observation.atMs,
      intervalMs: this.intervalMs,
      health: monitor.history(id),
      heals: this.#history,
    });
  }

  #logHeal(outcome: string, problem: string | null, { action, reason }: Decision): void {
    const { logger } = this.#context;
    const { name: vm, id: vmId } = this.#settings.vm;
    const fields = { vm, vmId, action, outcome, reason, ...(problem !== null && { problem }) };
    if (outcome === "done" || outcome === "accepted") logger.warn("healed a VM", fields);
    else logger.error("did not heal a VM", fields);
  }
}

type Seen = Pick<VmReport, "status" | "reason" | "failures" | "lastCheckAtMs" | "decision">;

function seenIn(latest: Latest | undefined): Seen {
  if (latest === undefined) return { status: null, reason: null, failures: 0, lastCheckAtMs: null, decision: null };
  const { health, decision } = latest;
  const { status, reason, failures } = health.verdict;
  return { status, reason, failures, lastCheckAtMs: health.observation.atMs, decision };
}
