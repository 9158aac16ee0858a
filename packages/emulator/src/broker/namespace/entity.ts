import type { QueueHost } from "../entities/queue-host.ts";

/** What a queue, a topic and a subscription have in common. Times in milliseconds since the epoch. */
export abstract class Entity<Settings> {
  readonly name: string;
  readonly path: string;
  readonly createdAtMs: number;
  updatedAtMs: number;
  accessedAtMs: number;
  settings: Settings;
  protected readonly host: QueueHost;

  constructor(address: { readonly name: string; readonly path: string }, settings: Settings, host: QueueHost) {
    this.name = address.name;
    this.path = address.path;
    this.createdAtMs = host.clock.now();
    this.updatedAtMs = this.createdAtMs;
    this.accessedAtMs = this.createdAtMs;
    this.settings = settings;
    this.host = host;
  }
}
