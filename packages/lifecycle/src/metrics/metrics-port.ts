import type { Logger } from "@azlin/core";
import { serveMetrics, type ControlServer } from "../control/control-server.ts";

/** The port on the loopback on which Prometheus may ask, as long as the configuration names one. */
export class MetricsPort {
  readonly #text: () => Promise<string>;
  readonly #logger: Logger;
  #port: number | null = null;
  #server: ControlServer | undefined;
  #problem: string | null = null;

  constructor(text: () => Promise<string>, logger: Logger) {
    this.#text = text;
    this.#logger = logger;
  }

  /** Why nobody is served, as a sentence; `null` when all is as it should be. */
  get problem(): string | null {
    return this.#problem;
  }

  /** Serves on this port from now on; `null`: on none. Never throws. */
  async use(port: number | null): Promise<void> {
    if (port === this.#port && this.#problem === null) return;
    await this.close();
    this.#port = port;
    if (port === null) return;
    try {
      this.#server = await serveMetrics(port, this.#text);
    } catch (error) {
      this.#problem = `Metrics are not served on port ${port}: ${String(error)}`;
      this.#logger.error("metrics are not served", { port, error });
    }
  }

  async close(): Promise<void> {
    await this.#server?.close();
    this.#server = undefined;
    this.#problem = null;
  }
}
