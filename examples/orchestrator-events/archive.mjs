import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { BlobServiceClient } from "@azure/storage-blob";

const PROGRAM = createRequire(import.meta.url).resolve("azurite/dist/src/blob/main.js");
const ACCOUNT = "devstoreaccount1";
/** The one that every Azurite has. */
const KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

/** A container in a blob service on this machine. */
export async function startArchive() {
  const options = ["--inMemoryPersistence", "--blobPort", "0", "--skipApiVersionCheck", "--disableTelemetry"];
  const server = spawn(process.execPath, [PROGRAM, ...options], { stdio: ["ignore", "pipe", "ignore"] });
  const endpoint = `http://127.0.0.1:${await portOf(server)}/${ACCOUNT}`;
  const service = BlobServiceClient.fromConnectionString(
    `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};BlobEndpoint=${endpoint};`,
  );
  const container = service.getContainerClient("archive");
  return { container, lines: () => linesIn(container), stop: () => ended(server) };
}

function portOf(server) {
  return new Promise((resolve, reject) => {
    let said = "";
    server.once("exit", (code) => reject(new Error(`Azurite ended with ${code}: ${said}`)));
    server.stdout.on("data", (chunk) => {
      said += chunk;
      const found = /listens on http:\/\/127\.0\.0\.1:(\d+)/.exec(said);
      if (found !== null) resolve(found[1]);
    });
  });
}

/** Everything in the archive: a line is an event as it came. */
async function linesIn(container) {
  const lines = [];
  for await (const { name } of container.listBlobsFlat()) {
    const text = (await container.getBlobClient(name).downloadToBuffer()).toString();
    lines.push(...text.trimEnd().split("\n"));
  }
  return lines.map((line) => JSON.parse(line));
}

function ended(server) {
  return new Promise((resolve) => {
    server.once("close", resolve);
    server.kill();
  });
}
