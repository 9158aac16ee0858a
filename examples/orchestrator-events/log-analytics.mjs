import { gunzipSync } from "node:zlib";
import { createHttpHeaders } from "@azure/core-rest-pipeline";
import { LogsIngestionClient } from "@azure/monitor-ingestion";

/** The official client of the Logs Ingestion API, and the rows that it has sent: its requests end in this process. */
export function logAnalytics() {
  const rows = [];
  const httpClient = {
    sendRequest: async (request) => {
      const body = Buffer.from(request.body);
      const isZipped = request.headers.get("content-encoding") === "gzip";
      rows.push(...JSON.parse(isZipped ? gunzipSync(body) : body));
      return { request, status: 204, headers: createHttpHeaders() };
    },
  };
  const credential = { getToken: async () => ({ token: "local", expiresOnTimestamp: Date.now() + 3_600_000 }) };
  const client = new LogsIngestionClient("https://logs.example", credential, { httpClient });
  return { client, rows };
}
