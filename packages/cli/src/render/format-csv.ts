import type { Cell, Table } from "./report.ts";

/** Rows as RFC 4180 has them, with a heading. Unknown values are empty. */
export function formatCsv({ columns, rows }: Table): string {
  return [columns, ...rows].map((row) => `${row.map(field).join(",")}\n`).join("");
}

function field(cell: Cell): string {
  const text = cell === null ? "" : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
