import type { OutputStream } from "../context.ts";

/** Shows one picture after the other. */
export type Draw = (lines: readonly string[]) => void;

const ENTER = "\u001B[?1049h\u001B[?25l";
const LEAVE = "\u001B[?25h\u001B[?1049l";
const HOME = "\u001B[H";
const ERASE_LINE = "\u001B[K";
const ERASE_BELOW = "\u001B[J";
const DEFAULT_COLUMNS = 80;
const DEFAULT_ROWS = 24;

/**
 * Gives a terminal's second screen to some work, and the first one back as it was, whatever happens. Lines that do not
 * fit are cut; each picture is drawn over the one before, so that nothing flickers.
 */
export async function withFullScreen<T>(stream: OutputStream, work: (draw: Draw) => Promise<T>): Promise<T> {
  stream.write(ENTER);
  try {
    return await work((lines) => {
      const { columns = DEFAULT_COLUMNS, rows = DEFAULT_ROWS } = stream;
      const fitted = lines.slice(0, rows).map((line) => `${Array.from(line).slice(0, columns).join("")}${ERASE_LINE}`);
      stream.write(`${HOME}${fitted.join("\r\n")}${ERASE_BELOW}`);
    });
  } finally {
    stream.write(LEAVE);
  }
}
