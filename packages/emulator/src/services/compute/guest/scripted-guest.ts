/** What a guest is told to run. */
export interface GuestScript {
  readonly lines: readonly string[];
  /** Values of `$NAME` and `${NAME}`, and of `$1`, `$2` … by position. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly computerName: string;
}

/** What came of it. */
export interface GuestResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

type Command = (words: readonly string[], guest: GuestScript) => string | number;

const KNOWN = "echo, hostname, id, pwd, uname, whoami, true, false and exit";
const IGNORED = /^(#|set\s+[-+]|export\s+\w+=|$)/;

/** The commands of the guest: text is printed, a number is the exit status. */
const COMMANDS: Readonly<Record<string, Command>> = {
  echo: (words) => (words[0] === "-n" ? words.slice(1).join(" ") : `${words.join(" ")}\n`),
  hostname: (_words, { computerName }) => `${computerName}\n`,
  whoami: () => "root\n",
  id: (words) => (words[0] === "-un" ? "root\n" : "uid=0(root) gid=0(root) groups=0(root)\n"),
  pwd: () => "/var/lib/waagent/run-command/download/0\n",
  uname: (words, { computerName }) => `${unameOf(words[0] ?? "-s", computerName)}\n`,
  true: () => 0,
  false: () => 1,
};

/**
 * Runs a script in a guest that knows a handful of fixed commands and nothing else: enough to see that a script
 * arrived, never able to do anything. What it does not know ends with status 127 and says so on stderr.
 */
export function runScriptedGuest(script: GuestScript): GuestResult {
  const run: Run = { guest: script, stdout: "", stderr: "", status: 0 };
  for (const line of script.lines.flatMap((text) => text.split("\n"))) {
    const done = runLine(run, line.trim());
    if (done) break;
  }
  return { stdout: run.stdout, stderr: run.stderr, exitCode: run.status };
}

interface Run {
  readonly guest: GuestScript;
  stdout: string;
  stderr: string;
  status: number;
}

/** Runs the commands of a line; `true` when the script has ended. */
function runLine(run: Run, line: string): boolean {
  if (IGNORED.test(line)) return false;
  let join = ";";
  for (const part of line.split(/(&&|\|\||;)/)) {
    if (/^(&&|\|\||;)$/.test(part)) {
      join = part;
      continue;
    }
    const skipped = (join === "&&" && run.status !== 0) || (join === "||" && run.status === 0);
    if (!skipped && part.trim() !== "" && runCommand(run, part.trim())) return true;
  }
  return false;
}

function runCommand(run: Run, text: string): boolean {
  const [name = "", ...words] = wordsOf(text, run.guest);
  if (name === "exit") {
    run.status = Number(words[0] ?? run.status) & 255;
    return true;
  }
  const result = Object.hasOwn(COMMANDS, name) ? COMMANDS[name]!(words, run.guest) : undefined;
  if (result === undefined) {
    run.stderr += `${name}: this guest is scripted: it only knows ${KNOWN}\n`;
    run.status = 127;
  } else if (typeof result === "number") {
    run.status = result;
  } else {
    run.stdout += result;
    run.status = 0;
  }
  return false;
}

/** The words of a command, without their quotes and with parameters filled in (not between single quotes). */
function wordsOf(text: string, { parameters }: GuestScript): string[] {
  return [...text.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, bare]) =>
    single === undefined ? fillIn(double ?? bare ?? "", parameters) : single,
  );
}

function fillIn(word: string, parameters: Readonly<Record<string, string>>): string {
  return word.replaceAll(/\$(?:\{(\w+)\}|(\w+))/g, (_match, braced?: string, plain?: string) => {
    return parameters[braced ?? plain ?? ""] ?? "";
  });
}

function unameOf(option: string, computerName: string): string {
  const facts: Readonly<Record<string, string>> = {
    "-s": "Linux",
    "-n": computerName,
    "-r": "6.8.0-1017-azure",
    "-m": "x86_64",
    "-a": `Linux ${computerName} 6.8.0-1017-azure #20-Ubuntu SMP x86_64 x86_64 x86_64 GNU/Linux`,
  };
  return facts[option] ?? "Linux";
}
