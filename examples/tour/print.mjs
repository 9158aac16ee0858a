const colour = process.stdout.isTTY && process.env.NO_COLOR === undefined;
const style = (code) => (text) => (colour ? `\u001B[${code}m${text}\u001B[0m` : text);

export const bold = style(1);
export const dim = style(2);
const cyan = style(36);

/** A sentence that leads a step. */
export function comment(text) {
  console.log(cyan(`# ${text}`));
}

/** Longer commands are cut in a table. */
const MAX_WIDTH = 78;

/** Commands with their requests and seconds. */
export function table(all) {
  const rows = all.map(([command, ...costs]) => [cut(command), ...costs]);
  const width = Math.max(...rows.map(([command]) => command.length));
  for (const [command, requests, seconds] of rows) {
    console.log(
      `  ${command.padEnd(width)}  ${String(requests).padStart(4)} requests  ${seconds.toFixed(2).padStart(6)} s`,
    );
  }
}

function cut(command) {
  return command.length <= MAX_WIDTH ? command : `${command.slice(0, MAX_WIDTH - 1)}…`;
}
