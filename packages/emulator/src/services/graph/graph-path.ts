/** What an object is named by in a path: its id, or another key, `applications(appId='…')`. */
export interface GraphKey {
  readonly property: string;
  readonly value: string;
}

/** A path of Graph's: which kind of request it is, and whom it names. */
export interface GraphPath {
  /** With `{}` for each key, lower case: `applications/{}/addpassword`. */
  readonly shape: string;
  readonly keys: readonly GraphKey[];
}

/** Collections whose name is followed by an object's id. */
const COLLECTIONS = new Set([
  "applications",
  "serviceprincipals",
  "deleteditems",
  "directoryobjects",
  "federatedidentitycredentials",
]);
const KEYED = /^([a-z]+)\((?:([a-z]+)=)?'((?:[^']|'')*)'\)$/i;
/** Segments after a collection that name no object: counts, casts to a type, functions. */
const NO_ID = /^(?:\$|microsoft\.graph\.|getbyids$)/i;

/** Reads the path below the version of the API. */
export function readGraphPath(path: string): GraphPath {
  const shape: string[] = [];
  const keys: GraphKey[] = [];
  let collection = false;
  for (const segment of path.split("/").filter(Boolean).map(decode)) {
    const keyed = KEYED.exec(segment);
    if (keyed !== null) {
      const [, name = "", property = "id", value = ""] = keyed;
      shape.push(name.toLowerCase(), "{}");
      keys.push({ property, value: value.replaceAll("''", "'") });
    } else if (collection && !NO_ID.test(segment)) {
      shape.push("{}");
      keys.push({ property: "id", value: segment });
    } else shape.push(segment.toLowerCase());
    collection = keyed === null && COLLECTIONS.has(segment.toLowerCase());
  }
  return { shape: shape.join("/"), keys };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
