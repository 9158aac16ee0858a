import type { GuestResult } from "../services/compute/guest/scripted-guest.ts";
import type { EmulatorClock } from "../world/emulator-clock.ts";
import { CloudInit } from "./cloud-init/cloud-init.ts";
import type { GuestFiles } from "./disk/guest-files.ts";
import type { GuestFacts } from "./guest-facts.ts";
import { LoadMeter } from "./load-meter.ts";
import { runToEnd } from "./sandbox/run-to-end.ts";
import type { Sandbox, SandboxOptions } from "./sandbox/sandbox.ts";
import type { GuestDoor } from "./server/guest-door.ts";
import { GuestServer, type GuestServerParts, type SignedIn } from "./server/guest-server.ts";

/** What a guest needs of its surroundings while it runs. */
export interface BootParts {
  readonly clock: EmulatorClock;
  readonly makeSandbox: (options: Omit<SandboxOptions, "standIns">) => Sandbox;
  /** Milliseconds that a boot or cloud-init takes now. */
  readonly durationOf: (verb: "boot" | "cloudInit") => number;
  readonly findGuest: GuestServerParts["findGuest"];
  /** The guest reboots or powers its VM off. */
  readonly onPower: (event: "reboot" | "poweroff") => void;
  /** Something went wrong that nobody waits for. */
  readonly onError: (error: unknown) => void;
}

/** The disk that a guest boots from. */
export interface BootDisk {
  readonly files: GuestFiles;
  readonly user: string;
  /** Whether provisioning has just made the user. */
  readonly isFresh: boolean;
}

/** One boot of a guest, from power on to power off: its server, its sandbox and its cloud-init. */
export class GuestBoot {
  readonly disk: BootDisk;
  readonly server: GuestServer;
  readonly #parts: BootParts;
  readonly #door: GuestDoor;
  readonly #sandbox: Sandbox;
  readonly #meter: LoadMeter;
  readonly #cloudInit: CloudInit;
  readonly #over = new AbortController();
  /** What goes on beside everything else. */
  readonly #works = new Set<Promise<void>>();
  #facts: GuestFacts;
  #isUp = false;

  constructor(parts: BootParts, door: GuestDoor, { disk, facts }: { disk: BootDisk; facts: GuestFacts }) {
    this.disk = disk;
    this.#parts = parts;
    this.#door = door;
    this.#facts = facts;
    const { files, user } = disk;
    this.#meter = new LoadMeter(files, () => this.#facts, parts.clock);
    const isDiskFull = (): boolean => this.#facts.load.disk >= 100;
    this.#sandbox = parts.makeSandbox({
      root: files.root,
      hostName: facts.computerName,
      adminUser: user,
      onEvent: (event) => this.#heard(event),
      isDiskFull,
    });
    this.server = this.#makeServer(isDiskFull);
    const run = this.#sandbox.isReal ? (command: string): Promise<GuestResult> => this.run(command) : undefined;
    this.#cloudInit = new CloudInit({ files, clock: parts.clock, run });
  }

  get facts(): GuestFacts {
    return this.#facts;
  }

  /** Whether its services answer. */
  get isUp(): boolean {
    return this.#isUp;
  }

  /** Resolves when it is up, or at once when that takes its time. */
  async start(): Promise<void> {
    this.#meter.refresh();
    const bootMs = this.#parts.durationOf("boot");
    if (bootMs === 0) await this.#comeUp();
    else this.#later(bootMs, () => this.#comeUp());
  }

  /** Takes in what has changed while it runs. */
  async change(facts: GuestFacts): Promise<void> {
    const before = this.#facts;
    this.#facts = facts;
    if (differ(facts.load, before.load)) this.#meter.refresh();
    if (!this.#isUp) return;
    await this.#door.turn(facts.door);
    if (differ(facts.cloudInitFaults, before.cloudInitFaults)) this.#beginCloudInit({ isFirst: true, durationMs: 0 });
  }

  /** Connections drop, and everything that runs in it ends. */
  async stop(): Promise<void> {
    this.#over.abort();
    await this.#door.turn("closed");
    await this.#sandbox.stop();
    this.#meter.stop();
    await Promise.all(this.#works);
  }

  /** Runs a command as root. */
  async run(command: string, environment: Readonly<Record<string, string>> = {}): Promise<GuestResult> {
    this.#meter.refresh();
    return runToEnd(await this.#sandbox.start({ command, environment, user: "root" }));
  }

  #makeServer(isDiskFull: () => boolean): GuestServer {
    const { files, user } = this.disk;
    const sessions = new Set<SignedIn>();
    return new GuestServer({
      files,
      user,
      computerName: this.#facts.computerName,
      sandbox: this.#sandbox,
      findGuest: this.#parts.findGuest,
      beforeJob: () => {
        this.#meter.refresh();
        files.overwrite("/run/azlin/sessions", sessionLines(sessions));
      },
      isDiskFull,
      sessions,
    });
  }

  async #comeUp(): Promise<void> {
    this.#isUp = true;
    await this.#door.turn(this.#facts.door);
    const isFirst = this.disk.isFresh;
    this.#beginCloudInit({ isFirst, durationMs: isFirst ? this.#parts.durationOf("cloudInit") : 0 });
  }

  #beginCloudInit({ isFirst, durationMs }: { readonly isFirst: boolean; readonly durationMs: number }): void {
    this.#cloudInit.begin();
    this.#later(durationMs, () => {
      const { customData, cloudInitFaults: faults } = this.#facts;
      return this.#cloudInit.end(isFirst, { customData, faults });
    });
  }

  /** Goes on beside everything else; what fails because the power is gone is no error. */
  #later(delayMs: number, work: () => Promise<void>): void {
    const { signal } = this.#over;
    const wait = delayMs === 0 ? Promise.resolve() : this.#parts.clock.delay(delayMs, { signal });
    const ended = wait
      .then(() => (signal.aborted ? undefined : work()))
      .catch((error: unknown) => {
        if (!signal.aborted) this.#parts.onError(error);
      })
      .finally(() => this.#works.delete(ended));
    this.#works.add(ended);
  }

  #heard(event: string): void {
    if (event === "restart-ssh") this.server.restart();
    else if (event === "reboot" || event === "poweroff") this.#parts.onPower(event);
  }
}

function differ(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) !== JSON.stringify(right);
}

function sessionLines(sessions: ReadonlySet<SignedIn>): string {
  return [...sessions].map(({ user, from }, index) => `${user} pts/${index} ${from} 00:00 -bash\n`).join("");
}
