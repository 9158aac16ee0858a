import { Document, visit } from "yaml";

/** A cloud-config document, as data. */
export type CloudConfig = Readonly<Record<string, unknown>>;

/** One entry of `write_files`. */
export interface CloudFile {
  readonly path: string;
  readonly permissions: string;
  readonly content: string;
  readonly encoding?: "b64";
}

/** A file for `write_files`; text that is not ASCII is carried as base64. */
export function cloudFile(path: string, permissions: string, text: string): CloudFile {
  if (isAscii(text)) return { path, permissions, content: text };
  return { path, permissions, encoding: "b64", content: Buffer.from(text, "utf8").toString("base64") };
}

/** Writes a cloud-config as YAML in ASCII: other characters are escaped, as cloud-init's readers disagree on them. */
export function formatCloudConfig(config: CloudConfig): string {
  const document = new Document(config, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value === "string" && !isAscii(node.value)) node.type = "QUOTE_DOUBLE";
    },
  });
  const text = document.toString({ lineWidth: 0 });
  return `#cloud-config\n${text.replaceAll(/[^\n -~]/gu, escaped)}`;
}

function isAscii(text: string): boolean {
  return /^[\t\n -~]*$/.test(text);
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xff_ff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}
