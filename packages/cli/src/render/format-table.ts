import { safeText } from "./safe-text.ts";
import type { Cell, Table } from "./report.ts";

const GAP = "  ";
/** Characters that take two columns on a terminal. */
const WIDE =
  /[\p{Extended_Pictographic}\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60]/u;

/** A table with aligned columns and without lines, so that it can be read and cut alike. Unknown values are `-`. */
export function formatTable({ columns, rows }: Table, heading: (text: string) => string = (text) => text): string {
  const texts = rows.map((row) => row.map(cellText));
  const widths = columns.map((column, index) =>
    texts.reduce((widest, row) => Math.max(widest, widthOf(row[index] ?? "")), widthOf(column)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => (index === cells.length - 1 ? cell : cell + " ".repeat(widths[index]! - widthOf(cell))))
      .join(GAP);
  return [heading(line(columns)), ...texts.map(line)].map((text) => `${text}\n`).join("");
}

function cellText(cell: Cell): string {
  return cell === null || cell === "" ? "-" : safeText(String(cell));
}

function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 2 : 1;
  return width;
}
