import type { GuestHost } from "../guests/guest-host.ts";
import type { TypeRegistry } from "../arm/type-registry.ts";
import type { Directory } from "../entra/directory.ts";
import type { SigningKey } from "../entra/signing-key.ts";
import type { BrokerNamespaces } from "../services/service-bus/broker-namespaces.ts";
import type { SecretStore } from "../services/key-vault/secrets/secret-store.ts";
import type { EmulatorClock } from "./emulator-clock.ts";
import type { IdSource } from "./id-source.ts";
import type { Latency } from "./latency.ts";
import type { OperationEngine } from "./operation-engine.ts";
import type { ResourceStore } from "./resource-store.ts";
import type { WorldSettings } from "./settings.ts";

/** One local Azure: what is in it and what moves it. Handed to every handler; nothing is global. */
export interface World {
  readonly clock: EmulatorClock;
  readonly ids: IdSource;
  readonly store: ResourceStore;
  readonly operations: OperationEngine;
  readonly types: TypeRegistry;
  readonly directory: Directory;
  readonly secrets: SecretStore;
  readonly latency: Latency;
  readonly settings: WorldSettings;
  /** The guests of running VMs, where the emulator has them. */
  guests?: GuestHost;
  /** Its Service Bus namespaces, once somebody has asked for them. */
  serviceBus?: BrokerNamespaces;
  /** The key that signs and verifies this world's tokens. */
  readonly signingKey: () => Promise<SigningKey>;
}
