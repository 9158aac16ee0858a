import type { Emulator } from "../emulator.ts";

/** Options of {@link Emulator.listen}. */
export interface ListenOptions {
  readonly port?: number;
}

/** A local Azure that other processes reach. */
export interface RunningServer {
  close(): Promise<void>;
}

/** Serves an emulator on loopback. */
export async function listen(_emulator: Emulator, _options: ListenOptions): Promise<RunningServer> {
  return { close: async () => {} };
}
