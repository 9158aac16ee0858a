/** An XML element, to be written. */
export interface XmlElement {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly content?: string | number | boolean | readonly XmlElement[];
}

/** An element of this name. */
export function element(
  name: string,
  content?: XmlElement["content"],
  attributes?: Readonly<Record<string, string>>,
): XmlElement {
  return { name, ...(content !== undefined && { content }), ...(attributes !== undefined && { attributes }) };
}

/** Writes an element with all that is in it. */
export function writeXml({ name, attributes = {}, content = [] }: XmlElement): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  const inner = typeof content === "object" ? content.map(writeXml).join("") : escapeXml(String(content));
  return `<${name}${written.join("")}>${inner}</${name}>`;
}

/** An element as it was read: texts, nested elements, and attributes under `@` and their name without prefix. */
export type XmlValue = string | XmlObject | readonly XmlValue[];

/** The children and attributes of an element that was read. */
export interface XmlObject {
  readonly [name: string]: XmlValue | undefined;
}

/** Reads XML; prefixes of names are left out. */
export async function readXml(text: string): Promise<XmlObject> {
  const { XMLParser } = await import("fast-xml-parser");
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: "@",
    removeNSPrefix: true,
    parseTagValue: false,
    parseAttributeValue: false,
    ignoreDeclaration: true,
  });
  return parser.parse(text) as XmlObject;
}

/** The element at a path, if there is one. */
export function xmlAt(from: XmlValue | undefined, ...path: readonly string[]): XmlValue | undefined {
  let found = from;
  for (const name of path) {
    if (typeof found !== "object" || Array.isArray(found)) return undefined;
    found = (found as XmlObject)[name];
  }
  return found;
}

/** The text at a path, if there is one. */
export function xmlTextAt(from: XmlValue | undefined, ...path: readonly string[]): string | undefined {
  const found = xmlAt(from, ...path);
  const text = typeof found === "object" ? xmlAt(found, "#text") : found;
  return typeof text === "string" ? text : undefined;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
