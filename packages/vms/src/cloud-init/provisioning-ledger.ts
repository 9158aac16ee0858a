/** What became of one section of a VM's set-up. */
export interface SectionResult {
  readonly section: string;
  readonly result: "ok" | "failed";
  readonly exitCode: number;
  readonly seconds: number;
  /** Last line that a failed section wrote; empty for one that succeeded. */
  readonly detail: string;
}

/** Reads the ledger of a VM, `/var/lib/azlin/provisioning.tsv`. Lines that are not of its form are left out. */
export function parseLedger(text: string): SectionResult[] {
  return text.split("\n").flatMap((line) => {
    const [section = "", result = "", exitCode = "", seconds = "", ...detail] = line.split("\t");
    if (section === "" || (result !== "ok" && result !== "failed")) return [];
    if (!/^\d+$/.test(exitCode) || !/^\d+$/.test(seconds)) return [];
    return [{ section, result, exitCode: Number(exitCode), seconds: Number(seconds), detail: detail.join(" ") }];
  });
}
