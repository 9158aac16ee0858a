import { sanitizeFields, type LogFields } from "./sanitize-fields.ts";

/** How much a message matters. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/** Where packages write what happens. Messages are constant texts; what varies goes into the fields. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger that adds these fields to each message. */
  child(fields: LogFields): Logger;
}

/** One message with its fields, sanitised. */
export interface LogRecord {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields;
}

/** A logger for tests that keeps what it was told. */
export interface RecordingLogger extends Logger {
  readonly records: readonly LogRecord[];
}

/**
 * A logger over any sink. Fields are sanitised before the sink sees them (see {@link sanitizeFields}).
 *
 * @param write - takes each record: prints it, or hands it to a logging library.
 * @param fields - added to each record.
 */
export function createLogger(write: (record: LogRecord) => void, fields: LogFields = {}): Logger {
  const at =
    (level: LogLevel) =>
    (message: string, own: LogFields = {}): void =>
      write({ level, message, fields: sanitizeFields({ ...fields, ...own }) });
  return {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    child: (more) => createLogger(write, { ...fields, ...more }),
  };
}

/** A logger that says nothing: the default everywhere. */
export const silentLogger: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => silentLogger,
};

/** A logger for tests. Children write into the same records. */
export function recordingLogger(): RecordingLogger {
  const records: LogRecord[] = [];
  return { ...createLogger((record) => records.push(record)), records };
}
