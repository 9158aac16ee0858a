import { JOBS_DIRECTORY } from "./agent-script.ts";
import { jobEnvironment } from "./job-environment.ts";
import type { SandboxJob } from "./sandbox.ts";

/** Full disks have no room for any file; what still is written goes to pipes and terminals. */
const NO_ROOM = "trap '' XFSZ; ulimit -f 0";

/** The files of a job's directory: what the agent starts, and for a terminal what runs in it. */
export function jobScripts(id: string, job: SandboxJob, isDiskFull: boolean): Record<string, string> {
  const limit = isDiskFull ? `${NO_ROOM}\n` : "";
  const program = `cd "$HOME" 2>/dev/null || cd /\n${limit}exec ${programOf(job)}\n`;
  const environment = Object.entries(jobEnvironment(job)).map(([name, value]) => `export ${name}=${quote(value)}\n`);
  const setting = environment.join("");
  if (job.terminal === undefined)
    return { start: asRoot(job, id, `${setting}${program}`), ...innerOf(job, setting, program) };
  const { rows, columns } = job.terminal;
  const inner = `stty rows ${rows} cols ${columns}\ntty >${JOBS_DIRECTORY}/${id}/tty\n${setting}${program}`;
  return { start: `SHELL=/bin/sh exec script -qfec 'sh ${JOBS_DIRECTORY}/${id}/inner' /dev/null\n`, inner };
}

/** Root is the only user of a namespace of its own, where that is possible. */
function asRoot(job: SandboxJob, id: string, script: string): string {
  if (job.user !== "root") return script;
  const inner = `${JOBS_DIRECTORY}/${id}/inner`;
  return `if unshare -r true 2>/dev/null; then exec unshare -r sh ${inner}; else exec sh ${inner}; fi\n`;
}

function innerOf(job: SandboxJob, setting: string, program: string): Record<string, string> {
  return job.user === "root" ? { inner: `${setting}${program}` } : {};
}

function programOf({ command }: SandboxJob): string {
  return command === undefined ? "bash -l" : `bash -c ${quote(command)}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
