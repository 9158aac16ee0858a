import type { Context } from "../context.ts";
import { InterruptedError } from "../interrupted-error.ts";
import type { Report } from "../render/report.ts";
import type { ReachedVm } from "../remote/on-vm.ts";
import { safeOutput } from "../remote/vm-results-report.ts";
import { LinePrinter } from "./line-printer.ts";

/** Bytes of a log that are shown, which is more than 100,000 lines usually have. */
const MAX_BYTES = 64 * 1024 * 1024;
/** Bytes that are kept of a log which is printed as it comes. */
const KEPT_BYTES = 64 * 1024;

/** What a VM's journal says. */
export async function showLogs(
  { vm, shell, target }: ReachedVm,
  command: readonly string[],
  context: Context,
): Promise<Report> {
  const options = { signal: context.signal, maxOutputBytes: MAX_BYTES };
  const result = await context.progress(`Reading the log of '${vm.name}'`, () => shell.exec(target, command, options));
  const { exitCode, stdout, stderr, isTruncated } = result;
  const text = stdout.replace(/\n+$/, "");
  const lines = text === "" ? [] : text.split("\n");
  return {
    json: { vm: vm.name, id: vm.id, exitCode, lines, stderr, isTruncated },
    table: { columns: ["LINE"], rows: lines.map((line) => [line]) },
    text: safeOutput(text),
    footer: [...complaints(stderr), ...(isTruncated ? ["The log is longer: ask for fewer lines."] : [])],
    failed: exitCode !== 0,
  };
}

/** Prints a VM's journal as it grows, until Ctrl-C or until nobody reads it: that is how it is meant to end. */
export async function followLogs(
  { vm, shell, target }: ReachedVm,
  command: readonly string[],
  context: Context,
): Promise<Report> {
  const unread = new AbortController();
  const signal = AbortSignal.any([context.signal, unread.signal]);
  const printer = new LinePrinter((text) => {
    if (!context.print(text)) unread.abort();
  });
  const onOutput = (chunk: Uint8Array, stream: "stdout" | "stderr"): void => {
    if (stream === "stdout") printer.add(chunk);
  };
  try {
    const { exitCode, stderr } = await shell.exec(target, command, { signal, maxOutputBytes: KEPT_BYTES, onOutput });
    const json = { vm: vm.name, id: vm.id, exitCode, stderr };
    return { json, text: "", footer: complaints(stderr), failed: exitCode !== 0 };
  } catch (error) {
    if (!unread.signal.aborted && !(context.signal.reason instanceof InterruptedError)) throw error;
    return { json: { vm: vm.name, id: vm.id, exitCode: null, stderr: "" }, text: "" };
  } finally {
    printer.end();
  }
}

function complaints(stderr: string): string[] {
  const text = safeOutput(stderr).trim();
  return text === "" ? [] : [text];
}
