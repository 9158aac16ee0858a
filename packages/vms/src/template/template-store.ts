import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { ConflictError, NotFoundError, PrerequisiteError, withFileLock, writeFileAtomic } from "@azlin/core";
import { checkTemplateName, formatTemplate, parseTemplate, type VmTemplate } from "./vm-template.ts";

/** A template that is there, or why its file cannot be used. */
export type StoredTemplate =
  | { readonly name: string; readonly template: VmTemplate }
  | { readonly name: string; readonly problem: string };

/**
 * Templates in a directory, by name.
 *
 * @param directory - `templates` below azlin's home; one that is not there has no templates.
 */
export async function* listTemplates(directory: string): AsyncGenerator<StoredTemplate> {
  const files = await readdir(directory).catch(ifMissing([] as string[]));
  for (const file of files.toSorted()) {
    if (!file.endsWith(".yaml") || file.startsWith(".")) continue;
    const name = file.slice(0, -".yaml".length);
    try {
      yield { name, template: parseTemplate(await readFile(join(directory, file), "utf8")) };
    } catch (error) {
      yield { name, problem: error instanceof Error ? error.message : String(error) };
    }
  }
}

/**
 * A template; `undefined` when there is none of this name.
 *
 * @throws ValidationError (`INVALID_TEMPLATE`, `INVALID_TEMPLATE_NAME`).
 */
export async function getTemplate(directory: string, name: string): Promise<VmTemplate | undefined> {
  const text = await readFile(pathOf(directory, name), "utf8").catch(ifMissing(undefined));
  return text === undefined ? undefined : parseTemplate(text);
}

/**
 * Keeps a template.
 *
 * @throws ConflictError (`TEMPLATE_EXISTS`) when there is one of its name, unless `replace`; ValidationError for one
 * that could not be read again; PrerequisiteError (`FILE_NOT_WRITTEN`).
 */
export async function createTemplate(
  directory: string,
  template: VmTemplate,
  { replace = false }: { readonly replace?: boolean } = {},
): Promise<void> {
  const path = pathOf(directory, template.name);
  const text = formatTemplate(template);
  parseTemplate(text);
  await withFileLock(path, {}, async () => {
    const isThere = (await readFile(path, "utf8").catch(ifMissing(undefined))) !== undefined;
    if (isThere && !replace) throw exists(template.name);
    await writeFileAtomic(path, text);
  });
}

/**
 * Deletes a template.
 *
 * @throws NotFoundError (`TEMPLATE_NOT_FOUND`).
 */
export async function deleteTemplate(directory: string, name: string): Promise<void> {
  await rm(pathOf(directory, name)).catch((error: unknown) => {
    throw isMissing(error) ? notFound(name) : error;
  });
}

/**
 * Writes a template to a file of its own, to be given to somebody.
 *
 * @throws NotFoundError (`TEMPLATE_NOT_FOUND`); PrerequisiteError (`FILE_NOT_WRITTEN`).
 */
export async function exportTemplate(directory: string, name: string, file: string): Promise<void> {
  const template = await getTemplate(directory, name);
  if (template === undefined) throw notFound(name);
  await writeFileAtomic(file, formatTemplate(template));
}

/**
 * Takes a template from a file.
 *
 * @returns the template.
 * @throws ValidationError (`INVALID_TEMPLATE`); ConflictError (`TEMPLATE_EXISTS`); PrerequisiteError (`FILE_NOT_READ`).
 */
export async function importTemplate(
  directory: string,
  file: string,
  options: { readonly replace?: boolean } = {},
): Promise<VmTemplate> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new PrerequisiteError("FILE_NOT_READ", `${file} cannot be read.`, {
      hint: "Check the path and its permissions.",
      cause,
    });
  });
  const template = parseTemplate(text);
  await createTemplate(directory, template, options);
  return template;
}

function pathOf(directory: string, name: string): string {
  return join(directory, `${checkTemplateName(name)}.yaml`);
}

function ifMissing<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (isMissing(error)) return instead;
    throw error;
  };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function exists(name: string): ConflictError {
  return new ConflictError("TEMPLATE_EXISTS", `There is a template '${name}' already.`, {
    hint: "Choose another name, or delete it first.",
    details: { name },
  });
}

function notFound(name: string): NotFoundError {
  return new NotFoundError("TEMPLATE_NOT_FOUND", `There is no template '${name}'.`, {
    hint: "'azlin template list' shows those that exist.",
    details: { name },
  });
}
