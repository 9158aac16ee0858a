import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { resourceKey } from "@azlin/core";
import { ArmError } from "../arm/arm-error.ts";
import type { GuestResult, GuestScript } from "../services/compute/guest/scripted-guest.ts";
import { setPower } from "../services/compute/virtual-machine/power.ts";
import type { ArmResource, StoredResource, StoreWatcher } from "../world/resource-store.ts";
import type { World } from "../world/world.ts";
import { DiskContents } from "./disk/disk-contents.ts";
import { diskKey } from "./disk/disk-key.ts";
import { Guest } from "./guest.ts";
import { vmAtAddress } from "./guest-addresses.ts";
import { readGuestFacts } from "./guest-facts.ts";
import type { AccessSettings, GuestHost } from "./guest-host.ts";
import type { GuestOptions } from "./guest-options.ts";
import { contentsSource } from "./disk/contents-source.ts";
import { portOf, withPort } from "./port-tag.ts";
import { BubblewrapSandbox } from "./sandbox/bubblewrap-sandbox.ts";
import { hasBubblewrap } from "./sandbox/probe-bubblewrap.ts";
import type { Sandbox, SandboxOptions } from "./sandbox/sandbox.ts";
import { writeStandIns } from "./stand-ins/write-stand-ins.ts";
import { ScriptedSandbox } from "./sandbox/scripted-sandbox.ts";

const VM = "microsoft.compute/virtualmachines";
const HOLDERS = new Set(["microsoft.compute/disks", "microsoft.compute/snapshots", "microsoft.compute/images"]);

/**
 * The guests of a local Azure. They follow the store: what happens to VMs and disks there, happens to them, one thing
 * after the other.
 */
export class Guests implements StoreWatcher, GuestHost {
  readonly #world: World;
  readonly #contents: DiskContents;
  readonly #isPrivate: boolean;
  readonly #isReal: boolean;
  readonly #guests = new Map<string, Guest>();
  readonly #waiting = new Set<string>();
  #work: Promise<void> = Promise.resolve();
  #failure: { readonly error: unknown } | undefined;

  /** Begins to follow a world; what is in it already gets its guests too, as {@link settled} tells. */
  static async follow(world: World, options: GuestOptions): Promise<Guests> {
    const directory = options.directory ?? (await mkdtemp(path.join(tmpdir(), "azlin-guests-")));
    const isReal = options.sandbox === undefined ? await hasBubblewrap() : options.sandbox === "bubblewrap";
    const guests = new Guests(world, { directory, isPrivate: options.directory === undefined, isReal });
    await writeStandIns(guests.#contents.standIns);
    world.store.watcher = guests;
    world.guests = guests;
    guests.#meetAll();
    return guests;
  }

  private constructor(
    world: World,
    options: { readonly directory: string; readonly isPrivate: boolean; readonly isReal: boolean },
  ) {
    this.#world = world;
    this.#contents = new DiskContents(options.directory);
    this.#isPrivate = options.isPrivate;
    this.#isReal = options.isReal;
  }

  amend(body: ArmResource): ArmResource {
    const port = this.#guests.get(resourceKey(body.id))?.door.port;
    return port === undefined ? body : withPort(body, port);
  }

  changed(previous: StoredResource | undefined, current: StoredResource | undefined): void {
    const { body } = (current ?? previous)!;
    const type = body.type.toLowerCase();
    if (type === VM) this.#followVm(body.id);
    else if (HOLDERS.has(type)) this.#followContents(previous, current);
  }

  /** An empty world has no disks: their contents go. Those of a restored one are found by their disks again. */
  loaded(): void {
    const isEmpty = this.#world.store.size === 0;
    this.#enqueue(async () => {
      await this.#stopAll();
      if (isEmpty) await this.#contents.clear();
    });
    this.#meetAll();
  }

  /** Resolves when everything that has happened has reached the guests. @throws what went wrong on the way, once. */
  async settled(): Promise<void> {
    let seen: Promise<void> | undefined;
    while (seen !== this.#work) {
      seen = this.#work;
      await seen;
    }
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure.error;
  }

  async run(vm: StoredResource, { lines, parameters }: GuestScript): Promise<GuestResult> {
    const positional = Object.keys(parameters).filter((name) => /^\d+$/.test(name));
    const named = Object.entries(parameters).filter(([name]) => /^[A-Za-z_]\w*$/.test(name));
    const args = positional.toSorted((left, right) => Number(left) - Number(right)).map((name) => parameters[name]!);
    return this.#require(vm).runScript(lines.join("\n"), args, Object.fromEntries(named));
  }

  changeAccess(vm: StoredResource, settings: AccessSettings): void {
    this.#require(vm).changeAccess(settings);
  }

  /** Ends all guests; contents stay where a directory was given. */
  async stop(): Promise<void> {
    this.#world.store.watcher = undefined;
    delete this.#world.guests;
    await this.#work;
    await this.#stopAll();
    if (this.#isPrivate) await this.#contents.removeAll();
  }

  #meetAll(): void {
    for (const resource of this.#world.store.all()) this.changed(undefined, resource);
  }

  #require(vm: StoredResource): Guest {
    const guest = this.#guests.get(resourceKey(vm.body.id));
    if (guest !== undefined) return guest;
    throw new ArmError(409, "VMAgentStatusCommunicationError", `VM '${vm.body.name}' has no guest here.`, {
      cause: "service",
    });
  }

  #followVm(id: string): void {
    const key = resourceKey(id);
    if (this.#waiting.has(key)) return;
    this.#waiting.add(key);
    this.#enqueue(async () => {
      this.#waiting.delete(key);
      await this.#update(key, id);
    });
  }

  async #update(key: string, id: string): Promise<void> {
    const vm = this.#world.store.get(id);
    const facts = vm === undefined ? undefined : readGuestFacts(this.#world, vm);
    if (vm === undefined || facts === undefined) {
      await this.#guests.get(key)?.stop();
      this.#guests.delete(key);
      return;
    }
    if (!facts.isRunning && !this.#guests.has(key)) return;
    const guest = this.#guests.get(key) ?? this.#newGuest(vm);
    this.#guests.set(key, guest);
    await guest.update(facts);
    const present = this.#world.store.get(id);
    if (present !== undefined && portOf(present.body) !== guest.door.port)
      this.#world.store.put({ body: present.body });
  }

  #newGuest({ body }: StoredResource): Guest {
    const parts = {
      clock: this.#world.clock,
      contents: this.#contents,
      makeSandbox: (options: Omit<SandboxOptions, "standIns">) => this.#makeSandbox(options),
      durationOf: (verb: string) => this.#world.latency.durationOf(verb, VM),
      findGuest: (address: string, port: number) => this.#portAt(address, port),
      onPower: (event: "reboot" | "poweroff") => this.#power(body.id, event),
      onError: (error: unknown) => (this.#failure ??= { error }),
    };
    return new Guest(parts, portOf(body));
  }

  #makeSandbox(options: Omit<SandboxOptions, "standIns">): Sandbox {
    const complete = { ...options, standIns: this.#contents.standIns };
    return this.#isReal ? new BubblewrapSandbox(complete) : new ScriptedSandbox(complete);
  }

  #portAt(address: string, port: number): number | undefined {
    const guest = this.#guests.get(vmAtAddress(this.#world, address) ?? "");
    const isLocal = address === "127.0.0.1" || address === "localhost";
    if (guest !== undefined) return port === 22 || port === guest.door.port ? guest.door.port : undefined;
    return isLocal && [...this.#guests.values()].some(({ door }) => door.port === port) ? port : undefined;
  }

  #power(id: string, event: "reboot" | "poweroff"): void {
    const vm = this.#world.store.get(id);
    if (vm === undefined) return;
    const power = event === "reboot" ? "running" : "stopped";
    setPower(this.#world, vm, { power, cause: "guest" });
  }

  #followContents(previous: StoredResource | undefined, current: StoredResource | undefined): void {
    const before = previous === undefined ? undefined : diskKey(previous);
    const after = current === undefined ? undefined : diskKey(current);
    if (before === after) return;
    // Read now: the source may be gone when its turn comes.
    const source = current === undefined ? undefined : contentsSource(this.#world, current);
    this.#enqueue(async () => {
      if (before !== undefined) await this.#contents.remove(before);
      if (after !== undefined && source !== undefined) await this.#contents.copy(source, after);
    });
  }

  async #stopAll(): Promise<void> {
    const guests = [...this.#guests.values()];
    this.#guests.clear();
    await Promise.all(guests.map((guest) => guest.stop()));
  }

  #enqueue(task: () => Promise<void>): void {
    this.#work = this.#work.then(task).catch((error: unknown) => {
      this.#failure ??= { error };
    });
  }
}
