import type { GuestFiles } from "../disk/guest-files.ts";
import type { GuestResult } from "../../services/compute/guest/scripted-guest.ts";
import { readUserData, type CloudFile } from "./cloud-config.ts";
import type { CloudInitOutcome } from "./cloud-init-status.ts";
import { isNamed, LEDGER_PATH, ledgerText, sectionOf, SECTIONS_DIRECTORY, type SectionResult } from "./section.ts";

/** Places that user data may write to; the rest of a guest is this machine's, and read only. */
const WRITABLE = ["/home/", "/etc/", "/usr/local/", "/var/", "/tmp/", "/opt/", "/root/", "/run/", "/srv/"];
const SCRIPT_PATH = "/var/lib/cloud/instance/scripts/part-001";

/** What cloud-init works with in one guest. */
export interface CloudInitJob {
  readonly files: GuestFiles;
  readonly customData: string | undefined;
  readonly faults: readonly { readonly section: string; readonly exitCode: number }[];
  /** Runs a command as root in the guest; absent where the guest cannot check a script's syntax. */
  readonly run: ((command: string) => Promise<GuestResult>) | undefined;
}

/**
 * Does what cloud-init does of the custom data that can be done without a network: files are written; the scripts of
 * sections are checked for their syntax and not run, and their ledger is written.
 */
export async function runCloudInit({ files, customData, faults, run }: CloudInitJob): Promise<CloudInitOutcome> {
  const data = await readUserData(customData);
  if (data.kind === "none") return { errors: [], warnings: [], notes: [] };
  if (data.kind === "invalid") return { errors: [data.detail], warnings: [], notes: [] };
  if (data.kind === "script") {
    files.write(SCRIPT_PATH, data.text, 0o700);
    return { errors: [], warnings: [], notes: [`this guest is a stand-in: ${SCRIPT_PATH} was not run`] };
  }
  const refused = writeCloudFiles(files, data.files);
  const names = data.files.flatMap(({ path }) => sectionOf(path) ?? []);
  const wrong = await syntaxErrors(names, run);
  const results = names.map((section) => resultOf(section, { faults, wrong }));
  if (results.length > 0) files.write(LEDGER_PATH, ledgerText(results));
  const failed = results.filter(({ exitCode }) => exitCode !== 0);
  return {
    errors: [],
    warnings: [
      ...refused.map((why) => `Failed to write ${why}`),
      ...failed.map(({ section, exitCode }) => `Section ${section} failed with exit code ${exitCode}`),
    ],
    notes: results.length === 0 ? [] : ["this guest is a stand-in: sections were checked, not run"],
  };
}

/** Writes the files; answers what went wrong. */
function writeCloudFiles(files: GuestFiles, wanted: readonly CloudFile[]): string[] {
  return wanted.flatMap((file) => {
    if (!WRITABLE.some((place) => file.path.startsWith(place))) return `${file.path}: read-only file system`;
    try {
      if (file.appends) files.append(file.path, file.content);
      else files.write(file.path, file.content, file.mode);
      return [];
    } catch (error) {
      return `${file.path}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`;
    }
  });
}

function resultOf(
  section: string,
  { faults, wrong }: Pick<CloudInitJob, "faults"> & { readonly wrong: ReadonlyMap<string, string> },
): SectionResult {
  const syntax = wrong.get(section);
  if (syntax !== undefined) return { section, exitCode: 2, seconds: 0, detail: syntax };
  const exitCode = faults.find((fault) => isNamed(section, fault.section))?.exitCode ?? 0;
  return { section, exitCode, seconds: 1, detail: exitCode === 0 ? "not run in this stand-in" : "injected fault" };
}

/** What bash says of each script that it cannot parse, on one line. */
async function syntaxErrors(names: readonly string[], run: CloudInitJob["run"]): Promise<Map<string, string>> {
  const wrong = new Map<string, string>();
  if (run === undefined || names.length === 0) return wrong;
  const { stderr } = await run(`cd ${SECTIONS_DIRECTORY} && for script in *.sh; do bash -n "$script"; done`);
  for (const line of stderr.split("\n")) {
    const [, section, message] = /^([^:]+)\.sh: (.*)$/.exec(line) ?? [];
    if (section !== undefined && !wrong.has(section)) wrong.set(section, message!.replaceAll("\t", " "));
  }
  return wrong;
}
