const colour = process.stdout.isTTY && process.env.NO_COLOR === undefined;
const style = (code) => (text) => (colour ? `\u001B[${code}m${text}\u001B[0m` : text);

export const bold = style(1);
export const dim = style(2);
const cyan = style(36);

/** A sentence that leads a step. */
export function comment(text) {
  console.log(cyan(`# ${text}`));
}

/** Commands with their requests and seconds. */
export function table(rows) {
  const width = Math.max(...rows.map(([command]) => command.length));
  for (const [command, requests, seconds] of rows) {
    console.log(
      `  ${command.padEnd(width)}  ${String(requests).padStart(4)} requests  ${seconds.toFixed(2).padStart(6)} s`,
    );
  }
}
