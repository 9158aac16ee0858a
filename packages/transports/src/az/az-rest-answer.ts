import { parsePythonRepr } from "./python-repr.ts";

/** An HTTP answer as `az rest --verbose` told it. */
export interface AzRestAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

const STATUS = /^INFO: Response status: (\d{3})\r?$/m;
const HEADER = /^INFO: {5}('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"): (.*?)\r?$/;
const CONTENT = /^INFO: Response content:\r?\nINFO: /m;
const NEXT_RECORD = /\r?\n(?:INFO: Command ran in |ERROR: |WARNING: )/g;
/** az undoes these while reading; passing them on would describe a body that is no longer there. */
const CONSUMED = new Set(["content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive"]);

/**
 * Reads the answer out of az's output. Status, headers and the body as it came over the wire are on stderr;
 * stdout, where az prints JSON again with sorted keys, is used when the body is not there.
 *
 * @returns `undefined` when az got no answer: then stderr says why.
 */
export function parseAzRestAnswer(output: {
  readonly stdout: string;
  readonly stderr: string;
}): AzRestAnswer | undefined {
  const status = STATUS.exec(output.stderr);
  if (status === null) return undefined;
  const afterStatus = output.stderr.slice(status.index + status[0].length);
  const content = CONTENT.exec(afterStatus);
  const all = headersOf(content === null ? afterStatus : afterStatus.slice(0, content.index));
  const body =
    content === null
      ? output.stdout.replace(/\r?\n$/, "")
      : bodyOf(afterStatus.slice(content.index + content[0].length), lengthOf(all));
  return { status: Number(status[1]), headers: all.filter(([name]) => !CONSUMED.has(name.toLowerCase())), body };
}

function headersOf(text: string): [string, string][] {
  return text
    .split("\n")
    .map((line) => HEADER.exec(line))
    .filter((match) => match !== null)
    .map((match) => [parsePythonRepr(match[1]!), parsePythonRepr(match[2]!)]);
}

function lengthOf(headers: readonly (readonly [string, string])[]): number | undefined {
  const value = (name: string): string | undefined => headers.find(([key]) => key.toLowerCase() === name)?.[1];
  const length = value("content-length");
  return length === undefined || value("content-encoding") !== undefined ? undefined : Number(length);
}

/** The body may hold lines that look like az's own: the stated length decides, then JSON, then the last such line. */
function bodyOf(rest: string, byteLength: number | undefined): string {
  if (byteLength !== undefined) {
    const bytes = Buffer.from(rest, "utf8");
    if (bytes.length >= byteLength) return bytes.subarray(0, byteLength).toString("utf8");
  }
  const ends = [...rest.matchAll(NEXT_RECORD)].map((match) => match.index);
  const end = ends.find((index) => isJson(rest.slice(0, index))) ?? lastError(rest, ends);
  return rest.slice(0, end);
}

function lastError(rest: string, ends: readonly number[]): number {
  const isError = (index: number): boolean => /^\r?\nERROR: /.test(rest.slice(index, index + 9));
  return ends.findLast(isError) ?? ends.at(-1) ?? rest.length;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
