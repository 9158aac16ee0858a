import path from "node:path";

/** Where the product's own cloud-config puts its scripts, one for each section. */
export const SECTIONS_DIRECTORY = "/usr/local/lib/azlin/sections";

/** Where the results of sections are. */
export const LEDGER_PATH = "/var/lib/azlin/provisioning.tsv";

/** What came of a section. */
export interface SectionResult {
  readonly section: string;
  readonly exitCode: number;
  readonly seconds: number;
  readonly detail: string;
}

/** Name of the section that a file is the script of; `undefined` for any other file. */
export function sectionOf(file: string): string | undefined {
  if (path.posix.dirname(file) !== SECTIONS_DIRECTORY || !file.endsWith(".sh")) return undefined;
  return path.posix.basename(file, ".sh");
}

/** Whether a fault's name means a section: with or without the number in front. */
export function isNamed(section: string, name: string): boolean {
  return section === name || section.replace(/^\d+-/, "") === name;
}

/** The ledger's text: a line for each section, its name without the number. */
export function ledgerText(results: readonly SectionResult[]): string {
  return results
    .map(({ section, exitCode, seconds, detail }) =>
      [section.replace(/^\d+-/, ""), exitCode === 0 ? "ok" : "failed", exitCode, seconds, detail].join("\t"),
    )
    .map((line) => `${line}\n`)
    .join("");
}
