import { element, writeXml, type XmlElement } from "./xml.ts";

const ATOM = "http://www.w3.org/2005/Atom";
const SERVICE_BUS = "http://schemas.microsoft.com/netservices/2010/10/servicebus/connect";
const INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";

/** An entry of the administration API: an entity under its address. */
export interface AtomEntry {
  /** Address of the entity: clients read its name from it. */
  readonly url: string;
  readonly title: string;
  readonly updatedAt: string;
  /** The entity itself, `QueueDescription` and the like. */
  readonly description: XmlElement;
}

/** One entity as the administration API answers it. */
export function entryResponse(status: number, entry: AtomEntry): Response {
  return xmlResponse(status, entryElement(entry), "entry");
}

/** A page of entities; `next` is the address of the next one. */
export function feedResponse(url: string, entries: readonly AtomEntry[], next: string | undefined): Response {
  const links = [element("link", "", { rel: "self", href: url })];
  if (next !== undefined) links.push(element("link", "", { rel: "next", href: next }));
  const head = [element("title", "Entities", { type: "text" }), element("id", url), ...links];
  return xmlResponse(200, element("feed", [...head, ...entries.map(entryElement)], { xmlns: ATOM }), "feed");
}

/** A refusal, as the administration API tells it. */
export function errorResponse(status: number, detail: string): Response {
  const body = element("Error", [element("Code", status), element("Detail", detail)]);
  return new Response(writeXml(body), { status, headers: { "content-type": "application/xml; charset=utf-8" } });
}

/** A description of an entity, with the names in Service Bus's own. */
export function description(name: string, children: readonly XmlElement[]): XmlElement {
  return element(name, children, { xmlns: SERVICE_BUS, "xmlns:i": INSTANCE });
}

function entryElement({ url, title, updatedAt, description: described }: AtomEntry): XmlElement {
  return element(
    "entry",
    [
      element("id", url),
      element("title", title, { type: "text" }),
      element("published", updatedAt),
      element("updated", updatedAt),
      element("link", "", { rel: "self", href: url }),
      element("content", [described], { type: "application/xml" }),
    ],
    { xmlns: ATOM },
  );
}

function xmlResponse(status: number, root: XmlElement, type: string): Response {
  const headers = { "content-type": `application/atom+xml;type=${type};charset=utf-8` };
  return new Response(writeXml(root), { status, headers });
}
