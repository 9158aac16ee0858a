import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { filesBelow } from "./fingerprint.mjs";
import { fromProblems } from "./outcome.mjs";
import { exitWith } from "./print.mjs";
import { isMain, packages, root } from "./workspace.mjs";

/** Requirements that are promised to hold: each needs a test that cites it. */
const FINISHED = [
  "TAG-01",
  "TAG-02",
  "TAG-03",
  "TAG-04",
  "TAG-05",
  "TAG-06",
  "TAG-07",
  "TAG-08",
  "TAG-09",
  "TAG-10",
  "TAG-11",
  "V2-01",
  "V2-02",
  "V2-03",
  "V2-04",
  "V2-05",
  "V2-06",
  "V2-07",
  "V2-08",
  "V2-09",
  "V2-10",
  "V2-11",
  "V2-14",
  "V2-15",
  "LIFE-01",
  "LIFE-02",
  "LIFE-03",
  "LIFE-04",
  "LIFE-05",
  "LIFE-06",
  "LIFE-07",
  "LIFE-08",
  "LIFE-09",
  "LIFE-10",
  "CLEAN-01",
  "CLEAN-02",
  "CLEAN-03",
  "CLEAN-04",
  "CLEAN-05",
  "CLEAN-06",
  "CLEAN-07",
  "SP-01",
  "SP-02",
  "SP-03",
  "SP-04",
  "SP-05",
  "SP-06",
  "CONT-01",
  "CONT-02",
  "CONT-03",
  "CONT-04",
  "CONT-05",
  "BUS-01",
  "BUS-02",
  "BUS-03",
  "BUS-04",
  "BUS-05",
  "BUS-06",
  "BUS-07",
];

const LIST = process.env.AZLIN_REQUIREMENTS ?? join(root, "..", "shared", "requirements.md");
const CITATION = /\bverifies\(([^)]*)\)/g;
const ID = /\b[A-Z][A-Z0-9]*-\d{2}\b/g;

/** Whether every finished requirement is cited by a test, and every cited id exists. */
export function checkRequirements() {
  const cited = citedIds();
  const missing = FINISHED.filter((id) => !cited.has(id)).map((id) => `${id}: no test cites it by verifies("${id}")`);
  const outcome = fromProblems([...missing, ...unknownIds(cited)], `${FINISHED.length} ids`);
  return existsSync(LIST)
    ? outcome
    : { ...outcome, warnings: ["requirements: SKIPPED whether cited ids exist, the list of ids is not here"] };
}

function citedIds() {
  const files = packages()
    .flatMap(({ dir }) => filesBelow(join(dir, "test"), (name) => name !== "node_modules"))
    .filter((file) => file.endsWith(".test.ts"));
  const citations = files.flatMap((file) => [...readFileSync(file, "utf8").matchAll(CITATION)]);
  return new Set(citations.flatMap(([, ids]) => ids.match(ID) ?? []));
}

function unknownIds(cited) {
  if (!existsSync(LIST)) return [];
  const known = new Set(readFileSync(LIST, "utf8").match(ID));
  return [...cited, ...FINISHED].filter((id) => !known.has(id)).map((id) => `${id}: there is no such requirement`);
}

if (isMain(import.meta)) exitWith(checkRequirements());
