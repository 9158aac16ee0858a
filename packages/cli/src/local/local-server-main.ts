import { systemClock, tellFailure, tellReady } from "@azlin/core";
import { asAzlinError } from "../render/format-error.ts";
import { localPaths } from "./local-paths.ts";
import type { LaunchRequest } from "./launch-server.ts";
import { serve, type Serving } from "./serve.ts";

/** The background process of the local Azure: serves until it is told to end, then saves. */
async function main(): Promise<void> {
  const { home, port, ephemeral } = JSON.parse(process.argv[2] ?? "{}") as LaunchRequest;
  const ending = endSignal();
  const onError = (error: unknown): void => {
    process.stderr.write(`${new Date(systemClock.now()).toISOString()} ${asAzlinError(error).message}\n`);
  };
  let serving: Serving;
  try {
    serving = await serve({ paths: localPaths(home), port, ephemeral, clock: systemClock, onError });
  } catch (error) {
    await tellFailure(asAzlinError(error).toJSON());
    process.exitCode = 1;
    return;
  }
  tellReady(serving.record);
  await ending;
  await serving.close();
}

function endSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGTERM", () => resolve());
    process.once("SIGINT", () => resolve());
    process.once("SIGHUP", () => resolve());
  });
}

await main();
