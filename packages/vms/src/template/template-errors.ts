import { ConflictError, NotFoundError } from "@azlin/core";

/** The error for a template that is there already. */
export function templateExists(name: string): ConflictError {
  return new ConflictError("TEMPLATE_EXISTS", `There is a template '${name}' already.`, {
    hint: "Choose another name, or replace it with --force.",
    details: { name },
  });
}

/** The error for a template that is not there. */
export function templateNotFound(name: string): NotFoundError {
  return new NotFoundError("TEMPLATE_NOT_FOUND", `There is no template '${name}'.`, {
    hint: "'azlin template list' shows those that exist.",
    details: { name },
  });
}
