import { ValidationError } from "@azlin/core";

const NAME = /^[a-z](?:-?[a-z\d]){5,49}$/i;
const HOST_NAME = /^[a-z](?:-?[a-z\d]){5,49}(?:\.[a-z\d-]+)+$/i;

/**
 * The name of a namespace that was given by its name or its host name.
 *
 * @throws ValidationError (`INVALID_NAMESPACE`).
 */
export function namespaceName(text: string): string {
  if (NAME.test(text) || HOST_NAME.test(text)) return text.split(".")[0]!.toLowerCase();
  throw new ValidationError("INVALID_NAMESPACE", `'${text}' is no name of a Service Bus namespace.`, {
    hint: "A name has 6 to 50 letters, digits and hyphens, and begins with a letter; write it, or the host name.",
  });
}
