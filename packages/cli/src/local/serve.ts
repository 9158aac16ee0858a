import { randomUUID } from "node:crypto";
import { ensurePrivateDirectory, ValidationError, writeFileAtomic, type Clock } from "@azlin/core";
import {
  ConnectionClosedError,
  createEmulator,
  listen,
  writeAzConfigDirectory,
  type Emulator,
  type WorldState,
} from "@azlin/emulator";
import { version } from "../version.ts";
import type { LocalPaths } from "./local-paths.ts";
import { readText } from "./read-text.ts";
import { serverIdentity, type ServerIdentity } from "./server-identity.ts";
import {
  INSTANCE_HEADER,
  removeServerRecord,
  SUBSCRIPTIONS_HEADER,
  writeServerRecord,
  type ServerRecord,
} from "./server-record.ts";
import { StateSaver } from "./state-saver.ts";

/** Options of {@link serve}. */
export interface ServeOptions {
  readonly paths: LocalPaths;
  /** Default: any free one. */
  readonly port?: number | undefined;
  /** Neither read nor write a state. */
  readonly ephemeral: boolean;
  readonly clock: Clock;
  /** Told when the state could not be saved. */
  readonly onError: (error: unknown) => void;
}

/** A local Azure served by this process. */
export interface Serving {
  readonly record: ServerRecord;
  /** Saves the state and ends. */
  close(): Promise<void>;
}

const READ_ONLY = new Set(["GET", "HEAD"]);

/**
 * Serves the local Azure from this process and tells others where it is. The state of the last time is there again.
 *
 * @throws ValidationError (`LOCAL_STATE_BROKEN`) when the saved state cannot be read; it stays as it is.
 */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { paths, ephemeral } = options;
  await ensurePrivateDirectory(paths.directory);
  const { certificate, signingKey } = await serverIdentity(paths);
  const emulator = createEmulator({ signingKey, guests: ephemeral ? true : { directory: paths.guests } });
  try {
    if (!ephemeral) await restoreState(emulator, paths.state);
    return await serveEmulator(emulator, { ...options, certificate });
  } catch (error) {
    await emulator.stop();
    throw error;
  }
}

async function serveEmulator(
  emulator: Emulator,
  { certificate, ...options }: ServeOptions & Pick<ServerIdentity, "certificate">,
): Promise<Serving> {
  const { paths, ephemeral, clock } = options;
  const saver = new StateSaver({
    clock,
    onError: options.onError,
    save: async () => {
      if (!ephemeral) await writeFileAtomic(paths.state, JSON.stringify(emulator.snapshot()));
    },
  });
  const instance = randomUUID();
  const server = await listen(
    { fetch: watched(emulator, { instance, onChange: () => saver.touch(), onError: options.onError }) },
    { tls: true, certificate, ...(options.port !== undefined && { port: options.port }) },
  );
  const { port: amqpPort } = await (await emulator.serviceBus()).listen();
  const azEnvironment = await writeAzConfigDirectory(emulator, server, { directory: paths.azConfig });
  const record: ServerRecord = {
    pid: process.pid,
    url: server.url,
    tlsUrl: server.tlsUrl!,
    amqpPort,
    version,
    startedAt: new Date(clock.now()).toISOString(),
    instance,
    ephemeral,
    azEnvironment,
  };
  await writeServerRecord(paths.record, record);
  const close = async (): Promise<void> => {
    await server.close();
    await saver.flush();
    await emulator.stop();
    await removeServerRecord(paths.record, instance);
  };
  return { record, close };
}

async function restoreState(emulator: Emulator, path: string): Promise<void> {
  const text = await readText(path);
  if (text === undefined) return;
  try {
    emulator.restore(JSON.parse(text) as WorldState);
  } catch (error) {
    throw new ValidationError("LOCAL_STATE_BROKEN", `${path} is not a state of the local Azure: ${String(error)}`, {
      hint: "Move the file away to begin with an empty one, or use --ephemeral; it was left as it is.",
      cause: error,
    });
  }
}

interface Watch extends Pick<ServeOptions, "onError"> {
  readonly instance: string;
  readonly onChange: () => void;
}

/** The emulator's `fetch` that says who answers, and notices what may have changed something. */
function watched(emulator: Emulator, { instance, onChange, onError }: Watch): Emulator["fetch"] {
  return async (request) => {
    try {
      const response = await emulator.fetch(request);
      response.headers.set(INSTANCE_HEADER, instance);
      response.headers.set(SUBSCRIPTIONS_HEADER, enabledSubscriptions(emulator));
      return response;
    } catch (error) {
      // A fault that was asked for ends the connection; anything else is a bug, which must not look like one.
      if (error instanceof ConnectionClosedError) throw error;
      onError(error);
      return Response.json({ error: { code: "InternalServerError", message: String(error) } }, { status: 500 });
    } finally {
      if (!READ_ONLY.has(request.method)) onChange();
    }
  };
}

function enabledSubscriptions({ world }: Emulator): string {
  const enabled = world.settings.subscriptions.filter(({ state }) => state === "Enabled");
  return enabled.map(({ subscriptionId }) => subscriptionId).join(",");
}
