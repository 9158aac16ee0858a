import { EXEMPT_PATHS, PATH_RULES, type PathRule } from "./path-rules.ts";

/**
 * Why a file may not leave because of its path; `undefined` when the path gives no reason. Only the content can then
 * tell that it holds no secret.
 *
 * @param path - absolute, or relative to whatever; parts are separated by `/`. Bytes are taken as Latin-1: the rules
 * are ASCII.
 */
export function classifyPath(path: string | Buffer): string | undefined {
  const text = (typeof path === "string" ? path : path.toString("latin1")).toLowerCase();
  const whole = text.startsWith("/") ? text : `/${text}`;
  if (EXEMPT_PATHS.some((pattern) => pattern.test(whole))) return undefined;
  const parts = whole.split("/").filter((part) => part !== "" && part !== ".");
  const rule = PATH_RULES.find((candidate) => matches(candidate, parts, whole));
  return rule?.reason;
}

function matches({ name, directory, path }: PathRule, parts: readonly string[], whole: string): boolean {
  const last = parts.at(-1) ?? "";
  if (name?.test(last) === true) return true;
  if (directory !== undefined && parts.some((part) => directory.test(part))) return true;
  // A link to the protected directory itself is as good as one to a file in it.
  return path !== undefined && (path.test(whole) || path.test(`${whole}/`));
}
