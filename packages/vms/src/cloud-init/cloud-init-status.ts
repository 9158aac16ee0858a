/** What `cloud-init status --format json` says. */
export interface CloudInitStatus {
  readonly state: "not-started" | "running" | "done" | "error" | "disabled" | "unknown";
  /** Whether it ended with problems that it recovered from. */
  readonly isDegraded: boolean;
  readonly errors: readonly string[];
}

const STATES: Readonly<Record<string, CloudInitStatus["state"]>> = {
  "not started": "not-started",
  "not run": "not-started",
  running: "running",
  done: "done",
  error: "error",
  disabled: "disabled",
};

/** Reads the answer of cloud-init; text that is not its JSON is `unknown`, never a state. */
export function parseCloudInitStatus(json: string): CloudInitStatus {
  const answer = parseObject(json);
  if (answer === undefined) return { state: "unknown", isDegraded: false, errors: [] };
  const extended = textOf(answer["extended_status"]);
  const recoverable = recoverableErrors(answer["recoverable_errors"]);
  const errors = textsOf(answer["errors"]);
  return {
    state: STATES[textOf(answer["status"])] ?? "unknown",
    isDegraded: extended.startsWith("degraded") || recoverable.length > 0,
    errors: [...errors, ...recoverable],
  };
}

function parseObject(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** They come by level: `{ "WARNING": ["..."] }`. */
function recoverableErrors(value: unknown): string[] {
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
