import { parseTag } from "../tag/parse-tag.ts";

/** Tags for generated VMs; `undefined` without any, which leaves the choice to the local Azure. */
export function seedTags(texts: readonly string[]): Readonly<Record<string, string>> | undefined {
  if (texts.length === 0) return undefined;
  return { "managed-by": "azlin", ...Object.fromEntries(texts.map(parseTag)) };
}
