import type { OutputFormat } from "../global-options.ts";
import { formatCsv } from "./format-csv.ts";
import { formatTable } from "./format-table.ts";
import type { Cell, Report, Table } from "./report.ts";

/** A report in the format that was asked for, ending in a line break unless it is empty. */
export function formatReport(report: Report, format: OutputFormat, heading?: (text: string) => string): string {
  if (format === "json") return `${JSON.stringify(report.json, null, 2)}\n`;
  if (format === "csv") return formatCsv(report.table ?? tableOf(report.json));
  if (report.text !== undefined) return report.text === "" ? "" : `${report.text.replace(/\n+$/, "")}\n`;
  if (report.table === undefined) return formatReport(report, "json");
  return report.table.rows.length === 0 ? "" : formatTable(report.table, heading);
}

/** A value without a table of its own: one row with its fields. */
function tableOf(json: unknown): Table {
  const fields = typeof json === "object" && json !== null ? Object.entries(json) : [["value", json] as const];
  return { columns: fields.map(([name]) => name), rows: [fields.map(([, value]) => cellOf(value))] };
}

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  return typeof value === "string" || typeof value === "number" ? value : JSON.stringify(value);
}
