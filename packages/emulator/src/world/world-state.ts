import type { DirectoryState } from "../entra/directory.ts";
import { ADMINISTRATOR, type Principal } from "../entra/principal.ts";
import type { SecretState } from "../services/key-vault/secrets/secret-store.ts";
import type { ClockMode } from "./emulator-clock.ts";
import type { Operation } from "./operation-engine.ts";
import type { StoredResource } from "./resource-store.ts";
import { longestLag, type WorldSettings } from "./settings.ts";
import type { World } from "./world.ts";

/** A whole world as JSON: what {@link restoreWorld} needs to bring it back. */
export interface WorldState {
  readonly version: 1;
  readonly clock: { readonly mode: ClockMode; readonly now: number };
  readonly settings: WorldSettings;
  readonly resources: readonly StoredResource[];
  readonly operations: readonly Operation[];
  readonly directory?: DirectoryState;
  readonly secrets?: SecretState;
  /** What states of earlier versions have in place of a directory. */
  readonly principals?: readonly Principal[];
}

/** The state of a world. Documents are shared with it, not copied: they are never changed in place. */
export function snapshotWorld(world: World): WorldState {
  return {
    version: 1,
    clock: { mode: world.clock.mode, now: world.clock.now() },
    settings: { ...world.settings },
    resources: [...world.store.all()],
    operations: world.operations.all(),
    directory: world.directory.state(),
    secrets: world.secrets.state(),
  };
}

/** Puts a world into a saved state. A virtual clock goes back to the saved time; a real one runs on. */
export function restoreWorld(world: World, state: WorldState): void {
  if (state.clock.mode === "virtual") world.clock.restore(state.clock.now, "virtual");
  Object.assign(world.settings, state.settings);
  world.store.historyMs = longestLag(state.settings.consistency);
  world.serviceBus?.clear();
  world.store.load(state.resources);
  world.operations.load(state.operations);
  world.secrets.load(state.secrets ?? {});
  if (state.directory === undefined) world.directory.load(state.principals ?? [ADMINISTRATOR]);
  else world.directory.loadState(state.directory);
}
