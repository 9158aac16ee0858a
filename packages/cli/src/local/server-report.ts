import type { Report } from "../render/report.ts";
import type { ServerRecord } from "./server-record.ts";

/** A local Azure, as its commands show it. */
export function serverReport(record: ServerRecord, what: string): Report {
  const { pid, url, tlsUrl, version, startedAt, ephemeral } = record;
  return {
    json: { running: what !== "Ended" && what !== "Stopped", pid, url, tlsUrl, version, startedAt, ephemeral },
    text: `${what} local Azure at ${url} (process ${pid})${ephemeral ? ", ephemeral" : ""}`,
  };
}
