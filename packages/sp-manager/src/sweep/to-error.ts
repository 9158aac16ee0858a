import { InternalError, type AzlinError, type SerializedError } from "@azlin/core";

/** An error again, of one that was put into a report. */
export function toError({ code, message, hint }: SerializedError): AzlinError {
  return new InternalError(code, message, hint === undefined ? {} : { hint });
}
