import { BlobServiceClient, type ContainerClient } from "@azure/storage-blob";
import { spawn, type ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { afterAll, beforeAll } from "vitest";

const ACCOUNT = "devstoreaccount1";
const KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

/** A blob server for the tests of a file; makes containers. */
export function blobServer(): () => ContainerClient {
  let service: BlobServiceClient | undefined;
  let server: ChildProcess | undefined;
  let made = 0;
  afterAll(() => void server?.kill("SIGKILL"));
  beforeAll(async () => {
    const program = createRequire(import.meta.url).resolve("azurite/dist/src/blob/main.js");
    const child = spawn(
      process.execPath,
      [program, "--inMemoryPersistence", "--blobPort", "0", "--skipApiVersionCheck", "--disableTelemetry"],
      {
        stdio: ["ignore", "pipe", "ignore"],
      },
    );
    server = child;
    let text = "";
    const port = await new Promise<string>((resolve, reject) => {
      child.once("exit", (code) => reject(new Error(`azurite ended with ${code}: ${text}`)));
      child.stdout.on("data", (chunk: Buffer) => {
        text += chunk.toString();
        const found = /listens on http:\/\/127\.0\.0\.1:(\d+)/.exec(text);
        if (found !== null) resolve(found[1]!);
      });
    });
    const endpoint = `http://127.0.0.1:${port}/${ACCOUNT}`;
    service = BlobServiceClient.fromConnectionString(
      `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};BlobEndpoint=${endpoint};`,
      { retryOptions: { maxTries: 2, retryDelayInMs: 50 } },
    );
  });
  return () => service!.getContainerClient(`archive-${(made += 1)}`);
}

/** Lines of every blob, by the blob's name. */
export async function linesOf(container: ContainerClient): Promise<Record<string, unknown[]>> {
  const lines: Record<string, unknown[]> = {};
  for await (const { name } of container.listBlobsFlat()) {
    const text = (await container.getBlobClient(name).downloadToBuffer()).toString("utf8");
    lines[name] = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
  }
  return lines;
}
