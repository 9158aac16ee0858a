import type { Principal } from "../../../entra/principal.ts";
import type { JsonObject } from "../../../json/json.ts";
import type { ArmResource } from "../../../world/resource-store.ts";
import type { World } from "../../../world/world.ts";

/** A request to a vault, read and permitted. */
export interface SecretRequest {
  readonly world: World;
  readonly vault: ArmResource;
  /** Where the vault is: `https://NAME.vault.azure.net`. */
  readonly origin: string;
  readonly path: string;
  /** The secret's name; empty where the path has none. */
  readonly name: string;
  /** The secret's version; empty for the latest. */
  readonly version: string;
  readonly query: ReadonlyMap<string, string>;
  readonly body: JsonObject | undefined;
  readonly principal: Principal;
}

/** An answer of a vault. */
export interface SecretResponse {
  readonly status: number;
  readonly body?: unknown;
}

/** What a request needs: an action on data under Azure's roles, a permission under access policies. */
export interface SecretAccess {
  readonly dataAction: string;
  readonly permission: string;
}

/** A kind of request to a vault. */
export interface SecretRoute {
  readonly method: string;
  /** With `{name}` and `{version}`. */
  readonly path: string;
  readonly access: SecretAccess;
  readonly handle: (request: SecretRequest) => SecretResponse;
}
