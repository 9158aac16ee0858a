/** An error as Azure writes it. */
export interface AzureErrorBody {
  readonly code: string;
  readonly message: string;
  readonly target?: string;
  readonly details: readonly AzureErrorBody[];
}

/** Reads an error out of a value of unknown shape: `{ code, message, target?, details? }`. */
export function parseAzureErrorBody(value: unknown): AzureErrorBody | undefined {
  if (!isRecord(value) || typeof value["code"] !== "string") return undefined;
  const { code, message, target, details, innererror } = value;
  const nested = [...(Array.isArray(details) ? details : []), innererror];
  return {
    code,
    message: typeof message === "string" ? message : "",
    ...(typeof target === "string" && { target }),
    details: nested.map(parseAzureErrorBody).filter((detail) => detail !== undefined),
  };
}

/** The members of a JSON object; empty for anything else. */
export function parseJsonObject(text: string | null | undefined): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text ?? "");
    return isRecord(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
