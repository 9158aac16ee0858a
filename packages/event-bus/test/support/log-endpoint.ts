import { LogsIngestionClient } from "@azure/monitor-ingestion";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { generate } from "selfsigned";
import { onTestFinished } from "vitest";

/** A data collection endpoint on this machine. */
export interface LogEndpoint {
  readonly client: LogsIngestionClient;
  /** Rows that were taken, in their order. */
  readonly rows: Record<string, unknown>[];
  /** Rows of each request. */
  readonly requests: Record<string, unknown>[][];
  /** Decides what a request is answered with. Default 204. */
  answer: (rows: readonly Record<string, unknown>[]) => number;
}

export async function logEndpoint(): Promise<LogEndpoint> {
  const made = await generate([{ name: "commonName", value: "localhost" }], {
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] }],
  });
  const endpoint: { -readonly [Key in keyof LogEndpoint]?: LogEndpoint[Key] } & Pick<LogEndpoint, "rows" | "requests"> =
    {
      rows: [],
      requests: [],
    };
  const server = createServer({ key: made.private, cert: made.cert }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const path = decodeURIComponent(request.url ?? "");
      const body = Buffer.concat(chunks);
      const text = request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
      const rows = JSON.parse(text.toString()) as Record<string, unknown>[];
      const isMeant = path.startsWith("/dataCollectionRules/dcr-1/streams/Custom-AgentEvents_CL?api-version=");
      const status = isMeant && request.headers.authorization === "Bearer t" ? endpoint.answer!(rows) : 404;
      endpoint.requests.push(rows);
      if (status === 204) endpoint.rows.push(...rows);
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const credential = { getToken: async () => ({ token: "t", expiresOnTimestamp: Date.now() + 3_600_000 }) };
  endpoint.answer = () => 204;
  endpoint.client = new LogsIngestionClient(`https://localhost:${port}`, credential, {
    tlsOptions: { ca: made.cert },
    retryOptions: { maxRetries: 0 },
  });
  return endpoint as LogEndpoint;
}
