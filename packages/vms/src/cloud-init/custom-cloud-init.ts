import { ValidationError } from "@azlin/core";
import { parseDocument } from "yaml";
import { isMap, mergeCloudConfig } from "./merge-cloud-config.ts";
import { parseMimeParts } from "./mime-parts.ts";
import type { CloudConfig } from "./cloud-config.ts";

/** A person's own cloud-init, taken apart. */
export interface CustomCloudInit {
  /** Their cloud-config; empty when they gave scripts only. */
  readonly config: CloudConfig;
  /** Their scripts, each with its `#!` line. */
  readonly scripts: readonly string[];
}

/**
 * Reads a file that a person wants to add: a `#cloud-config`, a `#!` script, or a MIME multipart of such.
 *
 * @throws ValidationError (`INVALID_CLOUD_INIT`), with line and column for YAML that cannot be read.
 */
export function parseCustomCloudInit(text: string): CustomCloudInit {
  const parts = isMultipart(text) ? parseMimeParts(text) : [text];
  let config: CloudConfig = {};
  const scripts: string[] = [];
  for (const part of parts) {
    if (part.startsWith("#!")) scripts.push(part);
    else config = mergeCloudConfig(config, parseConfig(part));
  }
  return { config, scripts };
}

function isMultipart(text: string): boolean {
  return /^(?:mime-version|content-type):/i.test(text);
}

function parseConfig(text: string): CloudConfig {
  if (!/^#cloud-config[ \t]*(?:\r?\n|$)/.test(text)) {
    throw invalid("It begins with neither '#cloud-config' nor '#!'.");
  }
  const document = parseDocument(text, { prettyErrors: true });
  const [problem] = document.errors;
  if (problem !== undefined) throw invalidYaml(problem);
  const config: unknown = document.toJS();
  if (config === null || config === undefined) return {};
  if (!isMap(config)) throw invalid("A cloud-config is a map of keys and values.");
  return config;
}

function invalidYaml(problem: {
  message: string;
  linePos?: readonly { line: number; col: number }[] | undefined;
}): ValidationError {
  const { line, col } = problem.linePos?.[0] ?? {};
  const [what = ""] = problem.message.split(/ at line \d+/);
  const where = line === undefined ? "" : `Line ${line}, column ${col}: `;
  return invalid(`${where}${what}.`, { line, column: col });
}

function invalid(message: string, details: Readonly<Record<string, unknown>> = {}): ValidationError {
  return new ValidationError("INVALID_CLOUD_INIT", `The cloud-init file cannot be used. ${message}`, {
    hint: "Give YAML that begins with '#cloud-config', or a script that begins with '#!'.",
    details,
  });
}
