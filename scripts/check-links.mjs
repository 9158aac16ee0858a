import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { count, fromProblems } from "./outcome.mjs";
import { exitWith } from "./print.mjs";
import { trackedFiles } from "./tracked-files.mjs";
import { isMain, root } from "./workspace.mjs";

const LINK = /\]\(([^)\s]+)\)/g;
const CODE = /```[\s\S]*?```|`[^`\n]*`/g;

/** Whether every link from a Markdown page to a file of the repository leads somewhere. */
export async function checkLinks() {
  const pages = (await trackedFiles()).filter((file) => file.endsWith(".md"));
  const problems = pages.flatMap((page) =>
    linksOf(page)
      .filter((link) => !existsSync(join(root, dirname(page), link)))
      .map((link) => `${page}: there is no ${link}`),
  );
  return fromProblems(problems, count(pages.length, "page"));
}

function linksOf(page) {
  const text = readFileSync(join(root, page), "utf8").replaceAll(CODE, "");
  return [...text.matchAll(LINK)]
    .map((match) => match[1].split("#")[0])
    .filter((link) => link !== "" && !/^[a-z]+:/.test(link));
}

if (isMain(import.meta)) exitWith(await checkLinks());
