/** How cloud-init ended. */
export interface CloudInitOutcome {
  /** It could not do what it was told. */
  readonly errors: readonly string[];
  /** It went on in spite of these. */
  readonly warnings: readonly string[];
  /** What a person should know beside. */
  readonly notes: readonly string[];
}

/** `cloud-init status` in each form, as it prints at one time. */
export interface CloudInitStatus {
  readonly short: string;
  readonly long: string;
  readonly json: string;
  readonly exitCode: 0 | 1 | 2;
}

const DETAIL = "DataSourceAzure [seed=/dev/sr0]";

/** What `cloud-init status` prints; without an outcome it is still running. */
export function cloudInitStatus(outcome: CloudInitOutcome | undefined, at: string): CloudInitStatus {
  const { errors = [], warnings = [], notes = [] } = outcome ?? {};
  const [status, extended, exitCode] = stateOf(outcome);
  const detail = [DETAIL, ...notes].join("\n");
  const long = [
    `status: ${status}`,
    `extended_status: ${extended}`,
    "boot_status_code: enabled-by-generator",
    `last_update: ${at}`,
    `detail: ${detail}`,
    ...listed("errors", errors, ""),
    ...(warnings.length === 0
      ? ["recoverable_errors: {}"]
      : ["recoverable_errors:", ...listed("WARNING", warnings, "")]),
  ];
  const document = {
    boot_status_code: "enabled-by-generator",
    datasource: "azure",
    detail,
    errors,
    extended_status: extended,
    last_update: at,
    recoverable_errors: warnings.length === 0 ? {} : { WARNING: warnings },
    schemas: {},
    status,
  };
  return {
    short: `status: ${status}\n`,
    long: `${long.join("\n")}\n`,
    json: `${JSON.stringify(document, undefined, 2)}\n`,
    exitCode,
  };
}

function stateOf(outcome: CloudInitOutcome | undefined): [status: string, extended: string, exitCode: 0 | 1 | 2] {
  if (outcome === undefined) return ["running", "running", 0];
  if (outcome.errors.length > 0) return ["error", "error - done", 1];
  return outcome.warnings.length > 0 ? ["done", "degraded done", 2] : ["done", "done", 0];
}

function listed(name: string, values: readonly string[], indent: string): string[] {
  return values.length === 0
    ? [`${indent}${name}: []`]
    : [`${name}:`, ...values.map((value) => `${indent}\t- ${value}`)];
}
