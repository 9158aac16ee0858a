import { UnsupportedError } from "@azlin/core";

/**
 * The resource that az's `--resource` names for a scope of the clients: `https://vault.azure.net/.default` becomes
 * `https://vault.azure.net`.
 *
 * @throws UnsupportedError (`AZ_SCOPES`) for more or less than one scope: az gives tokens for one resource at a time.
 */
export function audienceOf(scopes: string | string[]): string {
  const [scope, ...others] = [scopes].flat();
  if (scope === undefined || others.length > 0) {
    throw new UnsupportedError("AZ_SCOPES", "az gives a token for exactly one scope.", {
      hint: "Ask for one scope at a time, or use the sdk transport.",
    });
  }
  return scope.replace(/\/\.default$/, "");
}
