import { completeOperation, rollBackOperation } from "../arm/complete-operation.ts";
import { toOperationError } from "../arm/operation-error.ts";
import { TypeRegistry } from "../arm/type-registry.ts";
import { Directory } from "../entra/directory.ts";
import { ADMINISTRATOR } from "../entra/principal.ts";
import { drawReplicationMs } from "../entra/replication.ts";
import type { SigningKey } from "../entra/signing-key.ts";
import { SERVICES } from "../services/index.ts";
import { SecretStore } from "../services/key-vault/secrets/secret-store.ts";
import type { EmulatorClock } from "./emulator-clock.ts";
import { IdSource } from "./id-source.ts";
import { Latency } from "./latency.ts";
import { OperationEngine } from "./operation-engine.ts";
import { ResourceStore } from "./resource-store.ts";
import { longestLag, settingsFor } from "./settings.ts";
import type { World } from "./world.ts";

/** Parts of a world that its emulator brings. */
export interface WorldParts {
  readonly clock: EmulatorClock;
  readonly seed: number | undefined;
  readonly signingKey: () => Promise<SigningKey>;
}

/** An empty world of the default profile. */
export function createWorld({ clock, seed, signingKey }: WorldParts): World {
  const ids = new IdSource(seed);
  const settings = settingsFor("default");
  const types = new TypeRegistry();
  for (const service of SERVICES) types.register(service.types);
  const operations = new OperationEngine({
    clock,
    ids,
    complete: (operation) => completeOperation(world, operation),
    toError: toOperationError,
    failed: (operation) => rollBackOperation(world, operation),
  });
  const world: World = {
    clock,
    ids,
    store: new ResourceStore(() => clock.now()),
    operations,
    types,
    directory: new Directory({
      now: () => clock.now(),
      replicationMs: () => drawReplicationMs(settings.consistency, ids.random),
    }),
    secrets: new SecretStore(),
    latency: new Latency(() => settings, ids),
    settings,
    signingKey,
  };
  return world;
}

/** Empties a world and gives it the settings of a profile. */
export function resetWorld(world: World, profile: Parameters<typeof settingsFor>[0]): void {
  world.serviceBus?.clear();
  world.store.load([]);
  world.operations.load([]);
  world.directory.load([ADMINISTRATOR]);
  world.secrets.load({});
  changeSettings(world, settingsFor(profile));
}

/** Changes settings in place, with what follows from them. */
export function changeSettings(world: World, change: Partial<World["settings"]>): void {
  Object.assign(world.settings, change);
  world.store.historyMs = longestLag(world.settings.consistency);
}
