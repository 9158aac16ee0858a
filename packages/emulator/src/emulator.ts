import { armSurface } from "./arm/arm-surface.ts";
import { operationRoutes } from "./arm/operation-routes.ts";
import { RouteTable } from "./arm/route-table.ts";
import { controlSurface } from "./control/control-surface.ts";
import { entraSurface } from "./entra/entra-surface.ts";
import { managedIdentitySurface } from "./entra/managed-identity-surface.ts";
import { readSigningKey, signingKey } from "./entra/signing-key.ts";
import { serveWithFaults } from "./faults/apply-faults.ts";
import type { FaultEffect } from "./faults/fault.ts";
import { FaultPlan } from "./faults/fault-plan.ts";
import type { GuestOptions } from "./guests/guest-options.ts";
import type { Guests } from "./guests/guests.ts";
import { RequestJournal } from "./http/request-journal.ts";
import type { Surface } from "./http/surface.ts";
import { logStreamSurface } from "./services/app/log-stream-surface.ts";
import { imageAliasSurface } from "./services/compute/image/image-alias-surface.ts";
import { registrySurface } from "./services/container-registry/registry-surface.ts";
import { graphSurface } from "./services/graph/graph-surface.ts";
import { SERVICES } from "./services/index.ts";
import { vaultSurface } from "./services/key-vault/secrets/vault-surface.ts";
import { serviceBusSurface } from "./services/service-bus/service-bus-surface.ts";
import type { ServiceBusServer } from "./services/service-bus/service-bus-server.ts";
import { metadataSurface } from "./services/metadata-surface.ts";
import { seedWorld, type Seed } from "./world/seed.ts";
import { changeSettings, createWorld, resetWorld } from "./world/create-world.ts";
import { EmulatorClock, type ClockMode } from "./world/emulator-clock.ts";
import type { Doom } from "./world/operation-engine.ts";
import type { Profile, WorldSettings } from "./world/settings.ts";
import type { World } from "./world/world.ts";
import { restoreWorld, snapshotWorld, type WorldState } from "./world/world-state.ts";
import { inProcessTransport, type EmulatorTransport } from "./in-process-transport.ts";
import { listen, type ListenOptions, type RunningServer } from "./server/listen.ts";

/** Options of {@link createEmulator}. */
export interface EmulatorOptions {
  /** Makes generated ids, keys and fault draws repeat. Default: none, they differ. */
  readonly seed?: number;
  /** How time passes. Default `real`; operations take no time unless a latency profile says so. */
  readonly clock?: ClockMode;
  /** Default `default`. */
  readonly profile?: Profile;
  /** PKCS #8 PEM of the key that signs tokens. Default: one made for this process. */
  readonly signingKey?: string;
  /**
   * Gives every running VM of Linux an SSH server on loopback, told in its tag `azlin-ssh-port`, and a system behind it.
   * Default: none, and VMs are states alone.
   */
  readonly guests?: boolean | GuestOptions;
}

/** Settings that can be changed while the emulator runs. */
export type EmulatorSettings = Partial<
  Pick<WorldSettings, "consistency" | "directoryQuota" | "latency" | "subscriptions" | "throttling">
>;

/** A local Azure. Many fit into one process; nothing is shared between them. */
export class Emulator {
  readonly clock: EmulatorClock;
  readonly faults: FaultPlan = new FaultPlan();
  readonly journal: RequestJournal = new RequestJournal();
  /** What is in this Azure; for tests that look behind the API. */
  readonly world: World;
  readonly #surfaces: readonly Surface[];
  readonly #servers = new Set<RunningServer>();
  #guests: Promise<Guests> | undefined;
  #serviceBus: Promise<ServiceBusServer> | undefined;

  constructor(options: EmulatorOptions = {}) {
    this.clock = new EmulatorClock(options.clock);
    const key = options.signingKey === undefined ? undefined : readSigningKey(options.signingKey);
    const keySource = key === undefined ? signingKey : (): Promise<typeof key> => Promise.resolve(key);
    this.world = createWorld({ clock: this.clock, seed: options.seed, signingKey: keySource });
    if (options.profile !== undefined) resetWorld(this.world, options.profile);
    if (options.guests !== undefined && options.guests !== false) {
      this.#guests = followWithGuests(this.world, options.guests === true ? {} : options.guests);
      // Whoever asks for something first is told of a failure.
      this.#guests.catch(() => {});
    }
    const routes = new RouteTable();
    routes.add(operationRoutes);
    for (const service of SERVICES) routes.add(service.routes);
    this.#surfaces = [
      controlSurface(this),
      managedIdentitySurface(this.world),
      metadataSurface(this.world),
      imageAliasSurface(),
      logStreamSurface(this.world),
      registrySurface(this.world),
      entraSurface(this.world),
      graphSurface(this.world),
      vaultSurface(this.world),
      serviceBusSurface(this.world),
      armSurface(this.world, routes),
    ];
  }

  /**
   * Answers one HTTP request to any of Azure's services: the whole of the emulator's HTTP.
   *
   * @throws ConnectionClosedError when an injected fault ends the connection without an answer.
   * @throws HostNotFoundError for a key vault that there is none of.
   */
  readonly fetch = async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    const surface = this.#surfaces.find((candidate) => candidate.serves(url))!;
    if (surface.name === "control") return surface.handle(request, url);
    const startedAt = performance.now();
    if (this.#guests === undefined) this.world.operations.settle();
    else await this.settled();
    let status = 0;
    try {
      const effects = this.faults.strike(request, url);
      const response = await serveWithFaults(effects, this.clock, () =>
        this.world.operations.dooming(doomOf(effects), () => surface.handle(request, url)),
      );
      status = response.status;
      response.headers.set("x-emulator-clock", this.clock.mode);
      return response;
    } finally {
      this.journal.add({
        surface: surface.name,
        method: request.method,
        host: url.host,
        path: url.pathname,
        apiVersion: url.searchParams.get("api-version"),
        status,
        userAgent: request.headers.get("user-agent"),
        ms: Math.round((performance.now() - startedAt) * 100) / 100,
      });
    }
  };

  /** A transport that reaches this emulator in process: no socket, no TLS, production URLs. */
  transport(options: { readonly clientId?: string; readonly clientSecret?: string } = {}): EmulatorTransport {
    return inProcessTransport(this, options);
  }

  /** Puts resources, principals or whole fleets into the world as if they had always been there. */
  seed(seed: Seed): void {
    seedWorld(this.world, seed);
  }

  /** Changes consistency, latency, throttling or subscriptions. */
  configure(settings: EmulatorSettings): void {
    changeSettings(this.world, settings);
  }

  /** Empties the world, the faults and the journal. */
  reset(profile: Profile = "default"): void {
    this.faults.clear();
    this.journal.clear();
    resetWorld(this.world, profile);
  }

  /** The whole state, as JSON. */
  snapshot(): WorldState {
    return snapshotWorld(this.world);
  }

  restore(state: WorldState): void {
    restoreWorld(this.world, state);
  }

  /** The AMQP side of its Service Bus namespaces; loaded when it is first asked for. */
  serviceBus(): Promise<ServiceBusServer> {
    this.#serviceBus ??= serveServiceBus(this.world);
    return this.#serviceBus;
  }

  /** Serves HTTP, HTTPS and CONNECT on loopback; AMQP too, when asked for. */
  async listen(options: ListenOptions = {}): Promise<RunningServer> {
    const server = await listen(this, options);
    this.#servers.add(server);
    if (options.amqp === undefined) return server;
    const bus = await this.serviceBus();
    const amqp = await bus.listen({
      port: options.amqp === true ? 0 : options.amqp,
      ...(options.host !== undefined && { host: options.host }),
      ...(options.unsafeBind !== undefined && { unsafeBind: options.unsafeBind }),
    });
    return { ...server, amqpPort: amqp.port };
  }

  /**
   * Resolves when what has happened so far has taken effect, in guests too. Every request does this first.
   *
   * @throws Error when a guest could not follow its VM.
   */
  async settled(): Promise<void> {
    this.world.operations.settle();
    await (await this.#guests)?.settled();
  }

  /** Closes what {@link listen} opened, and ends the guests. */
  async stop(): Promise<void> {
    const guests = await this.#guests?.catch(() => undefined);
    this.#guests = undefined;
    await guests?.stop();
    await (await this.#serviceBus)?.stop();
    this.#serviceBus = undefined;
    await Promise.all([...this.#servers].map((server) => server.close()));
    this.#servers.clear();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

/** What is to become of the operations that a request starts, when faults decide it. */
function doomOf(effects: readonly FaultEffect[]): Doom | undefined {
  const failing = effects.find((effect) => "operationFails" in effect);
  if (failing !== undefined) return { error: failing.operationFails };
  return effects.some((effect) => "operationHangs" in effect) ? "hangs" : undefined;
}

async function followWithGuests(world: World, options: GuestOptions): Promise<Guests> {
  const { Guests } = await import("./guests/guests.ts");
  return Guests.follow(world, options);
}

async function serveServiceBus(world: World): Promise<ServiceBusServer> {
  const { ServiceBusServer } = await import("./services/service-bus/service-bus-server.ts");
  return ServiceBusServer.start(world);
}

/** Makes a local Azure; ready at once. */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  return new Emulator(options);
}
