import { ValidationError } from "@azlin/core";
import { isMap, parseDocument, stringify } from "yaml";

/** What a new VM starts from: a file that can be shared. */
export interface VmTemplate {
  readonly name: string;
  readonly description: string;
  readonly vmSize: string;
  readonly region: string;
  /** Text of a person's own cloud-init. */
  readonly cloudInit?: string;
  readonly customMetadata: Readonly<Record<string, string>>;
  /** Keys of the file that this version does not know; they are kept. */
  readonly unknown: Readonly<Record<string, unknown>>;
}

const KNOWN: ReadonlySet<string> = new Set([
  "name",
  "description",
  "vm_size",
  "region",
  "cloud_init",
  "custom_metadata",
]);

/**
 * Checks the name of a template: it becomes the name of a file.
 *
 * @throws ValidationError (`INVALID_TEMPLATE_NAME`).
 */
export function checkTemplateName(name: string): string {
  if (/^[a-zA-Z0-9][a-zA-Z0-9_-]{0,63}$/.test(name)) return name;
  throw new ValidationError("INVALID_TEMPLATE_NAME", `'${name}' cannot be the name of a template.`, {
    hint: "Use letters, digits, '_' and '-', at most 64.",
    details: { name },
  });
}

/**
 * Reads a template's file.
 *
 * @throws ValidationError (`INVALID_TEMPLATE`) naming what is wrong, with the line for YAML that cannot be read;
 * (`INVALID_TEMPLATE_NAME`).
 */
export function parseTemplate(text: string): VmTemplate {
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem !== undefined) throw invalid(`Line ${problem.linePos?.[0].line ?? "?"}: ${firstLine(problem.message)}`);
  if (!isMap(document.contents)) throw invalid("It is not a map of keys and values.");
  const file = document.toJS() as Record<string, unknown>;
  const cloudInit = optionalText(file, "cloud_init");
  return {
    name: checkTemplateName(requiredText(file, "name")),
    description: optionalText(file, "description") ?? "",
    vmSize: matching(requiredText(file, "vm_size"), /^[A-Za-z][A-Za-z0-9_-]{2,63}$/, "vm_size"),
    region: matching(requiredText(file, "region"), /^[a-z][a-z0-9]{2,39}$/, "region"),
    ...(cloudInit !== undefined && { cloudInit }),
    customMetadata: metadataOf(file["custom_metadata"]),
    unknown: Object.fromEntries(Object.entries(file).filter(([key]) => !KNOWN.has(key))),
  };
}

/** Writes a template as its file. What {@link parseTemplate} read comes back. */
export function formatTemplate(template: VmTemplate): string {
  const { name, description, vmSize, region, cloudInit, customMetadata, unknown } = template;
  return stringify(
    {
      name,
      description,
      vm_size: vmSize,
      region,
      ...(cloudInit !== undefined && { cloud_init: cloudInit }),
      custom_metadata: customMetadata,
      ...unknown,
    },
    { lineWidth: 0 },
  );
}

function requiredText(file: Readonly<Record<string, unknown>>, key: string): string {
  const text = optionalText(file, key);
  if (text === undefined || text === "") throw invalid(`'${key}' is missing.`);
  return text;
}

function optionalText(file: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = file[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw invalid(`'${key}' is not a text.`);
  return value;
}

function matching(text: string, pattern: RegExp, key: string): string {
  if (pattern.test(text)) return text;
  throw invalid(`'${text}' cannot be the '${key}'.`);
}

function metadataOf(value: unknown): Record<string, string> {
  if (value === undefined || value === null) return {};
  if (typeof value !== "object" || Array.isArray(value)) throw invalid("'custom_metadata' is not a map.");
  const entries = Object.entries(value).map(([key, entry]): [string, string] => {
    if (typeof entry === "object") throw invalid(`'custom_metadata.${key}' is not a text.`);
    return [key, String(entry)];
  });
  return Object.fromEntries(entries);
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? "";
}

function invalid(message: string): ValidationError {
  return new ValidationError("INVALID_TEMPLATE", `The template cannot be used. ${message}`, {
    hint: "A template has name, vm_size and region, and may have description, cloud_init and custom_metadata.",
  });
}
