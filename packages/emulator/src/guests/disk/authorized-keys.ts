/** Place of the file with the keys that may sign in as `user`. */
export function authorizedKeysPath(user: string): string {
  return `${homeOf(user)}/.ssh/authorized_keys`;
}

/** Home directory of a user of a guest. */
export function homeOf(user: string): string {
  return user === "root" ? "/root" : `/home/${user}`;
}

/** The lines of an `authorized_keys` file that hold keys. */
export function keyLines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}

/** The text with keys added that it does not have; comments and order stay. */
export function addKeys(text: string, keys: readonly string[]): string {
  const known = new Set(keyLines(text).map(blobOf));
  const fresh = keys.flatMap(keyLines).filter((line) => !known.has(blobOf(line)));
  if (fresh.length === 0) return text;
  const ended = text === "" || text.endsWith("\n") ? text : `${text}\n`;
  return `${ended}${fresh.join("\n")}\n`;
}

/** What makes two lines the same key: its base64, whatever options and comment stand around it. */
function blobOf(line: string): string {
  return /\b(AAAA[\w+/]+=*)/.exec(line)?.[1] ?? line;
}
