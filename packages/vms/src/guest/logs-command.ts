import { ValidationError } from "@azlin/core";

/** Which entries of a VM's journal to show. */
export interface LogsRequest {
  /** Only since the last start. */
  readonly boot?: boolean;
  /** Only the kernel's. */
  readonly kernel?: boolean;
  /** Only this systemd unit's. */
  readonly service?: string;
  /** The last so many lines, 1 to 100,000. Default 100. */
  readonly lines?: number;
  /** `2026-01-02`, `2026-01-02 03:04:05`, `today`, `yesterday`, `1 hour ago`, `-30min`. */
  readonly since?: string;
  /** Goes on showing what comes. */
  readonly follow?: boolean;
}

const SERVICE = /^[A-Za-z0-9@][\w.@:-]{0,255}$/;
const SINCE = [
  /^\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?)?$/,
  /^(?:today|yesterday|now)$/,
  /^\d{1,5} ?(?:s|sec|seconds?|m|min|minutes?|h|hours?|d|days?|w|weeks?) ago$/,
  /^-\d{1,5}(?:s|sec|min|m|h|d|w)$/,
];

/**
 * The journalctl call for a request, as arguments.
 *
 * @throws ValidationError (`INVALID_LOGS_REQUEST`).
 */
export function logsCommand(request: LogsRequest = {}): readonly string[] {
  const { service, since, lines = 100 } = request;
  if (!Number.isInteger(lines) || lines < 1 || lines > 100_000) throw invalid(`${lines} is not a number of lines.`);
  if (service !== undefined && !SERVICE.test(service)) throw invalid(`'${service}' is not the name of a service.`);
  if (since !== undefined && !SINCE.some((pattern) => pattern.test(since))) throw invalid(`'${since}' is not a time.`);
  return [
    "sudo",
    "journalctl",
    "--no-pager",
    ...flag(request.boot, "--boot"),
    ...flag(request.kernel, "--dmesg"),
    ...flag(service, `--unit=${service}`),
    `--lines=${lines}`,
    ...flag(since, `--since=${since}`),
    ...flag(request.follow, "--follow"),
  ];
}

function flag(wish: string | boolean | undefined, argument: string): string[] {
  return wish === undefined || wish === false ? [] : [argument];
}

function invalid(message: string): ValidationError {
  return new ValidationError("INVALID_LOGS_REQUEST", message, {
    hint: "Times look like '2026-01-02 03:04', 'today' or '1 hour ago'.",
  });
}
