import { gunzipSync } from "node:zlib";
import { isObject, textAt, type Json, type JsonObject } from "../../json/json.ts";

/** A file that user data asks for. */
export interface CloudFile {
  readonly path: string;
  readonly content: Uint8Array;
  /** Permission bits. */
  readonly mode: number;
  readonly appends: boolean;
}

/** User data, read. */
export type UserData =
  | { readonly kind: "none" }
  | { readonly kind: "config"; readonly files: readonly CloudFile[] }
  | { readonly kind: "script"; readonly text: string }
  | { readonly kind: "invalid"; readonly detail: string };

/** Reads `osProfile.customData`: base64 of a `#cloud-config`, of a script, or of neither. */
export async function readUserData(customData: string | undefined): Promise<UserData> {
  let text: string;
  try {
    text = decodeText(customData ?? "");
  } catch {
    return { kind: "invalid", detail: "Failed to decompress the user data" };
  }
  if (text.trim() === "") return { kind: "none" };
  if (text.startsWith("#!")) return { kind: "script", text };
  if (!/^#cloud-config\s*$/m.test(text.split("\n", 1)[0]!)) {
    return { kind: "invalid", detail: "Unhandled non-multipart (text/x-not-multipart) userdata" };
  }
  return readConfig(text);
}

function decodeText(customData: string): string {
  const bytes = Buffer.from(customData, "base64");
  return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString("utf8");
}

async function readConfig(text: string): Promise<UserData> {
  const { parseDocument } = await import("yaml");
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined) {
    return { kind: "invalid", detail: `Failed loading yaml blob. Invalid format: ${error.message}` };
  }
  const config = (document.toJS() ?? {}) as Json;
  const wrong = shapeError(config);
  if (wrong !== undefined) return { kind: "invalid", detail: `Cloud config schema errors: ${wrong}` };
  try {
    return { kind: "config", files: entriesOf(config).map(readFile) };
  } catch (cause) {
    return { kind: "invalid", detail: `write_files: ${cause instanceof Error ? cause.message : String(cause)}` };
  }
}

function shapeError(config: Json): string | undefined {
  if (!isObject(config)) return "the document is not an object";
  for (const key of ["write_files", "runcmd", "bootcmd", "packages"]) {
    if (config[key] !== undefined && !Array.isArray(config[key])) return `${key}: it is not of type 'array'`;
  }
  const bad = (config["write_files"] as Json[] | undefined)?.findIndex(
    (entry) => !isObject(entry) || typeof entry["path"] !== "string" || !entry["path"].startsWith("/"),
  );
  return bad === undefined || bad < 0 ? undefined : `write_files.${bad}: 'path' is a required property`;
}

/** Files in the order in which they are written: deferred ones last. */
function entriesOf(config: Json): JsonObject[] {
  const entries =
    isObject(config) && Array.isArray(config["write_files"]) ? config["write_files"].filter(isObject) : [];
  return [...entries.filter((entry) => entry["defer"] !== true), ...entries.filter((entry) => entry["defer"] === true)];
}

function readFile(entry: JsonObject): CloudFile {
  const encoding = (textAt(entry, "encoding") ?? "").toLowerCase();
  const { permissions } = entry;
  return {
    path: textAt(entry, "path")!,
    content: decode(textAt(entry, "content") ?? "", encoding),
    // YAML reads an unquoted 0644 as a decimal or an octal number; the text is what was meant.
    mode:
      typeof permissions === "string" && /^0?[0-7]{3,4}$/.test(permissions) ? Number.parseInt(permissions, 8) : 0o644,
    appends: entry["append"] === true,
  };
}

function decode(content: string, encoding: string): Uint8Array {
  const isBase64 = /b64|base64/.test(encoding);
  const bytes = Buffer.from(content, isBase64 ? "base64" : "utf8");
  return /gz/.test(encoding) ? gunzipSync(bytes) : bytes;
}
