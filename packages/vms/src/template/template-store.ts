import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { PrerequisiteError, withFileLock, writeFileAtomic } from "@azlin/core";
import { parseCustomCloudInit } from "../cloud-init/custom-cloud-init.ts";
import { templateExists, templateNotFound } from "./template-errors.ts";
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
 * that could not be read again, (`INVALID_CLOUD_INIT`) for cloud-init that no VM takes; PrerequisiteError (`FILE_NOT_WRITTEN`).
 */
export async function createTemplate(
  directory: string,
  template: VmTemplate,
  { replace = false }: { readonly replace?: boolean } = {},
): Promise<void> {
  const path = pathOf(directory, template.name);
  const text = formatTemplate(template);
  parseTemplate(text);
  if (template.cloudInit !== undefined) parseCustomCloudInit(template.cloudInit);
  await withFileLock(path, {}, async () => {
    const isThere = (await readFile(path, "utf8").catch(ifMissing(undefined))) !== undefined;
    if (isThere && !replace) throw templateExists(template.name);
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
    throw isMissing(error) ? templateNotFound(name) : error;
  });
}

/**
 * Text of a template's file, to be given to somebody.
 *
 * @throws NotFoundError (`TEMPLATE_NOT_FOUND`); ValidationError (`INVALID_TEMPLATE`).
 */
export async function exportTemplate(directory: string, name: string): Promise<string> {
  const template = await getTemplate(directory, name);
  if (template === undefined) throw templateNotFound(name);
  return formatTemplate(template);
}

/**
 * Reads a template from a file of its own.
 *
 * @throws ValidationError (`INVALID_TEMPLATE`); PrerequisiteError (`FILE_NOT_READ`).
 */
export async function readTemplateFile(file: string): Promise<VmTemplate> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new PrerequisiteError("FILE_NOT_READ", `${file} cannot be read.`, {
      hint: "Check the path and its permissions.",
      cause,
    });
  });
  return parseTemplate(text);
}

/**
 * Takes a template from a file.
 *
 * @returns the template.
 * @throws as {@link readTemplateFile} and {@link createTemplate} do.
 */
export async function importTemplate(
  directory: string,
  file: string,
  options: { readonly replace?: boolean } = {},
): Promise<VmTemplate> {
  const template = await readTemplateFile(file);
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
